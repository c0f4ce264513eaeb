using System.Globalization;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Commands.Run.Fitting;

/// <summary>Fits a run without a workload file to the user's server and reports what to expect.</summary>
internal static class FirstRun
{
    private const int SampledRounds = 2;

    /// <summary>Probes the server, fits the workload, and reports both.</summary>
    public static async Task<Workload> FitAsync(
        Workload workload,
        FitSettings settings,
        TimeProvider timeProvider,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        using var connections = await Connections.OpenAsync(workload, timeProvider, report, cancellationToken);
        var connection = connections.All.First(c => c.Name == "default");
        var model = connection.Models.Keys.First();
        var capacity = await new ServerProbe(connection.Client, model, timeProvider).MeasureAsync(settings.Slots, cancellationToken);
        var narrowed = settings.Width ? LoadFit.Narrow(workload, capacity.Slots) : workload;
        await using var node = (await DryRun.StartNodeAsync(timeProvider, cancellationToken));
        var sample = await DryRun.RunAsync(
            narrowed with
            {
                Baseline = 0,
            },
            SampledRounds * narrowed.Groups.Count,
            node,
            timeProvider,
            cancellationToken
        );
        var fit = LoadFit.Of(narrowed, settings, capacity, [.. sample.Select(TaskMetrics.Of)]);
        report(Describe(capacity));
        report(Describe(fit));
        if (!ReferenceEquals(narrowed, workload))
        {
            report("Strategies are narrowed to fit: " + string.Join(", ", Narrowed(fit.Workload)) + ".");
        }

        report("Change this with --slots, --agents, --tasks and --duration.");
        return fit.Workload;
    }

    private static string Describe(ServerCapacity capacity) =>
        Text($"Server: {(capacity.IsAtLeast ? "at least " : "")}{Count(capacity.Slots, "slot")} ")
        + (capacity.ProbedCalls is { } calls ? Text($"(probed with {calls} concurrent calls)") : "(--slots)")
        + Text($", {NumberFormat.Number(capacity.TokensPerSecond)} completion tokens/s with all of them in use")
        + (capacity.PrefillSecondsPerToken is { } prefill ? Text($", {NumberFormat.Number(1 / prefill)} prompt tokens/s.") : ".");

    private static string Describe(LoadFit fit)
    {
        var load = fit.Workload.Load;
        return Text($"Run: {(fit.Tasks is { } tasks ? $"{Count(tasks, "task")} by " : "")}{Count(load.Agents, "agent")}, ")
            + Text($"about {NumberFormat.Number(fit.Calls)} calls and {NumberFormat.Number(fit.Tokens)} tokens, ")
            + Text($"about {NumberFormat.Seconds(fit.Seconds)} (estimated)")
            + (load.Duration is { } most ? Text($"; no task starts after {NumberFormat.Seconds(most.TotalSeconds)}.") : ".");
    }

    private static IEnumerable<string> Narrowed(Workload workload) =>
        workload
            .Groups.Where(group => group.Strategy.Values.Count > 0)
            .Select(group => $"{group.Strategy.Name} with {string.Join(" and ", group.Strategy.Values.Select(v => $"{v.Key} {v.Value}"))}");

    private static string Count(long count, string what) => Text($"{count:#,0} {what}{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
