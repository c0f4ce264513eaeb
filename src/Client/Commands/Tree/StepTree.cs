using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Commands.Tree;

/// <summary>A step with the steps that stand under it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Children">By id.</param>
internal sealed record StepNode(StepRecord Step, IReadOnlyList<StepNode> Children);

/// <summary>
/// The graph of a task's steps as a tree. A step stands under the last-ended of the steps whose results went into it; where it used
/// none, under the last-ended of those it waited for; a repeated call under the one that failed. What waited for nothing is a root.
/// </summary>
internal static class StepTree
{
    /// <summary>The roots, by id.</summary>
    public static IReadOnlyList<StepNode> Of(IReadOnlyList<StepRecord> steps)
    {
        var byId = steps.ToDictionary(step => step.Id);
        var children = steps.ToLookup(step => ParentOf(step, byId), step => step);
        // Parents have lower ids than their children, so that building from the last step on needs no recursion.
        var nodes = new Dictionary<int, StepNode>();
        foreach (var step in steps.OrderByDescending(step => step.Id))
        {
            nodes[step.Id] = new StepNode(step, [.. children[step.Id].OrderBy(child => child.Id).Select(child => nodes[child.Id])]);
        }

        return [.. children[0].OrderBy(step => step.Id).Select(step => nodes[step.Id])];
    }

    /// <summary>Id of the step that it stands under; 0 for a root.</summary>
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
