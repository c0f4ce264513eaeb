using System.Text.Json;
using System.Text.Json.Serialization;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Commands.Tree;

/// <summary>Writes the steps of a task as JSON.</summary>
internal static class TreeJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        MaxDepth = 10_000,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>
    /// Returns the JSON text. Steps are a flat list with the id of their parent (null for a root), so that the tree depth is unlimited.
    /// </summary>
    public static string Write(TaskRecord task, bool simulated)
    {
        var parents = new Dictionary<int, int>();
        var open = new Stack<StepNode>(StepTree.Of(task.Steps));
        while (open.TryPop(out var node))
        {
            foreach (var child in node.Children)
            {
                parents[child.Step.Id] = node.Step.Id;
                open.Push(child);
            }
        }

        return JsonSerializer.Serialize(
            new
            {
                simulated,
                task.Id,
                task.Attempt,
                task.Strategy,
                task.Problem,
                task.ProblemId,
                task.IsBaseline,
                task.State,
                task.Answer,
                task.Error,
                task.Start,
                task.End,
                metrics = TaskMetrics.Of(task),
                steps = task.Steps.Select(step => new
                {
                    parent = parents.TryGetValue(step.Id, out var parent) ? parent : (int?)null,
                    step,
                }),
            },
            Json
        );
    }
}
