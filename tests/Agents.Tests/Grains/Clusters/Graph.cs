using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Tests.Grains.Clusters;

/// <summary>Call graphs of runs.</summary>
internal static class Graph
{
    /// <summary>Every step by its place in the search, with the places it waited for and used, and every answer.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<TaskRecord> tasks) =>
        [
            .. tasks
                .SelectMany(task =>
                {
                    var keys = task.Steps.ToDictionary(step => step.Id, step => step.Key);
                    string Keys(IReadOnlyList<int> ids) => string.Join(',', ids.Select(id => keys[id]).Order(StringComparer.Ordinal));
                    return task
                        .Steps.Select(s => $"{task.Id} {s.Key} {s.Name} {Keys(s.After)} {Keys(s.Uses)} {s.Call?.RequestedTokens}")
                        .Append($"{task.Id} {task.State} {task.Answer}");
                })
                .Order(StringComparer.Ordinal),
        ];
}
