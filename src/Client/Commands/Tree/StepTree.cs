using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Commands.Tree;

/// <summary>A step and its children in the tree.</summary>
/// <param name="Step">The step.</param>
/// <param name="Children">Children, by id.</param>
internal sealed record StepNode(StepRecord Step, IReadOnlyList<StepNode> Children);

/// <summary>
/// Arranges the step graph of a task as a tree. The parent of a step is the last step to end among those it used, or, if it used none,
/// among those it waited for. The parent of a retry is the failed call. A step that waited for nothing is a root.
/// </summary>
internal static class StepTree
{
    /// <summary>Returns the roots, by id.</summary>
    public static IReadOnlyList<StepNode> Of(IReadOnlyList<StepRecord> steps)
    {
        var byId = steps.ToDictionary(step => step.Id);
        var children = steps.ToLookup(step => ParentOf(step, byId), step => step);
        // Parents have lower ids than their children, so iterating from the last step needs no recursion.
        var nodes = new Dictionary<int, StepNode>();
        foreach (var step in steps.OrderByDescending(step => step.Id))
        {
            nodes[step.Id] = new StepNode(step, [.. children[step.Id].OrderBy(child => child.Id).Select(child => nodes[child.Id])]);
        }

        return [.. children[0].OrderBy(step => step.Id).Select(step => nodes[step.Id])];
    }

    /// <summary>Returns the id of the parent; 0 for a root.</summary>
    private static int ParentOf(StepRecord step, Dictionary<int, StepRecord> byId) =>
        step.Call?.RetryOf is { } failed && failed < step.Id && byId.ContainsKey(failed)
            ? failed
            : LastOf(step.Uses, step, byId) ?? LastOf(step.After, step, byId) ?? 0;

    private static int? LastOf(IReadOnlyList<int> ids, StepRecord step, Dictionary<int, StepRecord> byId) =>
        ids.Where(id => id < step.Id && byId.ContainsKey(id))
            .OrderBy(id => byId[id].End)
            .ThenBy(id => id)
            .Select(id => (int?)id)
            .LastOrDefault();
}
