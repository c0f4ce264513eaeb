using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Measurement.Tests.Runs;

/// <summary>Creates runs and tasks for summaries.</summary>
internal static class TestRuns
{
    public static TaskRecord Baseline(long id, string problem) =>
        Task(id) with
        {
            IsBaseline = true,
            Strategy = "direct",
            ProblemId = problem,
        };

    public static TaskRecord Task(long id, int calls = 1) =>
        RandomTasks.Task(id, [.. Enumerable.Range(1, calls).Select(step => RandomTasks.Step(step, 0, 0, 1))]);

    public static RunFacts Facts(long planned) =>
        new()
        {
            Name = "test",
            Id = "1",
            Workload = "test",
            StartedUtc = DateTimeOffset.UnixEpoch,
            Simulated = true,
            Endpoints = [new EndpointFacts("node", "http://127.0.0.1:1", "ollama", "m", true)],
            Seed = 7,
            Agents = 1,
            PlannedTasks = planned,
            DurationSeconds = 100,
            WindowStartSeconds = 0,
            WindowEndSeconds = 100,
        };
}
