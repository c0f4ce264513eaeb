using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;
using AgentLoad.Simulation.Faults;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Answers;

/// <summary>ReAct agents with slow and failing tools and a model server that rejects calls.</summary>
public sealed class ToolFaultTests
{
    private const int Tasks = 80;
    private const double Overload = 0.2;

    private static readonly RetrySettings Retry = new() { Attempts = 8, Delay = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task FailingTools_ReAct_AreStepsWithTheConfiguredSharesAndTimes()
    {
        var tasks = await RunAsync("error 15% timeout 5% 80ms garbled 10%", "uniform 20ms 30ms", FaultOptions.None);

        var tools = tasks.SelectMany(task => task.Steps).Where(step => step.Kind == StepKind.Tool).ToArray();
        tools.Length.ShouldBeGreaterThan(Tasks * 3, "every task looks up three relations, and again what failed");
        foreach (
            var (error, share, least) in new[]
            {
                ("injected error", 0.15, 0.02),
                ("injected timeout", 0.05, 0.08),
                ("injected truncation", 0.1, 0.02),
            }
        )
        {
            var failed = tools.Where(step => step.ToolError == error).ToArray();

            // Timers may fire some milliseconds early. Shares within four standard deviations, drawn from seeds.
            (failed.Length / (double)tools.Length).ShouldBe(share, 4 * Math.Sqrt(share * (1 - share) / tools.Length));
            failed.ShouldAllBe(step => step.End - step.Sent >= least - 0.005);
        }

        tools.ShouldAllBe(step => step.End - step.Sent >= 0.015 && step.After.Count == 1 && step.Call == null);
        tools.Where(step => step.ToolError == null).ShouldNotBeEmpty();
        tasks.ShouldAllBe(task => task.State == TaskState.Solved || task.State == TaskState.Unsolved);

        // Wrong tool results cost further turns.
        var well = await RunAsync("none", "0s", FaultOptions.None);
        Mean(tasks, metrics => metrics.ToolCalls).ShouldBeGreaterThan(Mean(well, metrics => metrics.ToolCalls) * 1.2);
        Mean(tasks, metrics => metrics.PromptTokens!.Value).ShouldBeGreaterThan(Mean(well, metrics => metrics.PromptTokens!.Value) * 1.2);
        well.ShouldAllBe(task => task.State == TaskState.Solved && task.Steps.All(step => step.ToolError == null));
    }

    [Fact]
    public async Task FailingCalls_ReAct_AreRetriedAndCountedAsAmplification()
    {
        var well = await RunAsync("error 15%", "0s", FaultOptions.None);
        var tasks = await RunAsync("error 15%", "0s", FaultOptions.Parse([$"overload={Overload}", "error=0.1"]));

        tasks.ShouldAllBe(task => task.State == TaskState.Solved || task.State == TaskState.Unsolved);
        foreach (var task in tasks)
        {
            var calls = task.Steps.Where(step => step.Call != null).ToDictionary(step => step.Id);
            var metrics = TaskMetrics.Of(task);
            var repeated = calls.Values.Where(step => step.Call!.RetryOf != null).ToArray();
            repeated.ShouldAllBe(step => !calls[step.Call!.RetryOf!.Value].Call!.Outcome.IsGood());
            calls
                .Values.Count(step => !step.Call!.Outcome.IsGood())
                .ShouldBe(repeated.Length, "every failed call is repeated, and no other");
            metrics.Retries.ShouldBe(repeated.Length);
            metrics.RetryTokens.ShouldBe(repeated.Length == 0 ? null : repeated.Sum(step => Tokens(step) ?? 0));
        }

        // Without retries a task makes the same calls as on a server without failures: additional calls are amplification.
        Mean(tasks, metrics => metrics.Calls - metrics.Retries).ShouldBe(Mean(well, metrics => metrics.Calls), 1e-9);
        (Mean(tasks, metrics => metrics.Calls) / Mean(well, metrics => metrics.Calls)).ShouldBe(1 / (1 - Overload - 0.1), 0.15);
    }

    private static Task<TaskRecord[]> RunAsync(string failures, string latency, FaultOptions faults) =>
        LiveRuns.RunAsync(
            ProblemCatalog.Find("multihop")!.CreateWith(("failures", failures), ("latency", latency)),
            1,
            Tasks,
            faults,
            Retry,
            "react",
            ("steps", 40L)
        );

    private static int? Tokens(StepRecord step) => step.Call!.PromptTokens + step.Call.CompletionTokens;

    private static double Mean(IEnumerable<TaskRecord> tasks, Func<TaskMetrics, double> metric) =>
        tasks.Average(task => metric(TaskMetrics.Of(task)));
}
