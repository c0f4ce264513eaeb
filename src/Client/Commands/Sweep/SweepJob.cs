using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands.Run;
using AgentLoad.Client.Live;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>Runs <c>agentload sweep</c>: opens the agent host, sweeps, and shows the result.</summary>
internal static class SweepJob
{
    /// <summary>Runs the sweep and returns the exit status.</summary>
    public static async Task<int> ExecuteAsync(
        Workload workload,
        SweepPlan plan,
        HostChoice choice,
        string output,
        bool asJson,
        string? junit,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var slo in workload
                .Slo.Select(SloClause.Parse)
                .Where(slo => slo.Metric.Name == "task.latency" && slo.Bound > plan.StepTime.TotalSeconds)
        )
        {
            Report(
                $"warning: the bound of {slo.Text} is longer than --step-time. A task that is cut off at the end of a step counts as "
                    + "missed: use a step time of several times the bound."
            );
        }

        InlineSockets.EnableFor(workload);
        var timeProvider = TimeProvider.System;
        using var signals = new StopSignals(Report);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        await using var node = (
            workload.Endpoints.ContainsKey("default") ? null : await RunJob.StartEmbeddedNodeAsync(workload, timeProvider, starting.Token)
        );
        var served = node is null ? workload : workload.WithNode(node);
        await using var hosts = (await AgentHosts.OpenAsync(choice, served, null, timeProvider, Report, starting.Token));
        var folder = SweepFolder.Create(output, workload.Name, timeProvider.GetUtcNow());
        var runner = new SweepRunner(served, plan, hosts, folder, timeProvider)
        {
            Live = new LiveSettings(UiMode.Simple),
            Report = Report,
            HasAgentsInProcess = choice.Cluster is null,
            HasNodeInProcess = node is not null && choice.Cluster is null,
        };
        var outcome = await runner.RunAsync(signals.Tokens);
        if (asJson)
        {
            Console.WriteLine(SweepJson.Write(outcome.Result));
        }
        else
        {
            SweepText.Render(outcome.Result, AnsiConsole.Console, SweepFolder.FilePath(Path.GetFullPath(folder)));
        }

        if (junit is not null)
        {
            JUnitReport.WriteSweep(junit, outcome.Result, outcome.Stopped || outcome.ServerUnreachable);
        }

        return outcome.ExitCode;
    }

    private static void Report(string line) => Console.Error.WriteLine(line);
}
