using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands.Run.Fitting;
using AgentLoad.Client.Live;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Running;
using AgentLoad.Client.Telemetry;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Runs;
using AgentLoad.Simulation.Http;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Run;

/// <summary>Runs <c>agentload run</c>: connects to the model servers, runs the agents, and shows the summary.</summary>
internal static class RunJob
{
    /// <summary>Runs the workload and returns the exit status.</summary>
    public static async Task<int> ExecuteAsync(
        Workload workload,
        FitSettings fit,
        HostChoice choice,
        LiveSettings live,
        string output,
        bool asJson,
        string? junit,
        TelemetrySettings telemetry,
        CancellationToken cancellationToken
    )
    {
        InlineSockets.EnableFor(workload);
        var timeProvider = TimeProvider.System;
        using var signals = new StopSignals(Report);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        await using var exported = TelemetryHost.Create(telemetry, "run", workload.Name);
        if (await exported.ServeAsync(static _ => Task.FromResult<string?>(null), starting.Token) is { } url)
        {
            Report($"Metrics at {url}/metrics.");
        }

        if (fit.IsAny)
        {
            var quiet = live.Ui == UiMode.Silent;
            workload = await FirstRun.FitAsync(workload, fit, timeProvider, quiet ? static _ => { } : Report, starting.Token);
        }

        await using var node = (
            workload.Endpoints.ContainsKey("default") ? null : await StartEmbeddedNodeAsync(workload, timeProvider, starting.Token)
        );
        var served = (node is null ? workload : workload.WithNode(node)) with { Salt = workload.Salt.Draw() };
        if (choice.Cluster is null && OpenFilesWarning.Of(AgentsOf(served), CallSlots.Shared.Limit, OpenFiles.Limit) is { } warning)
        {
            Report($"warning: {warning}");
        }

        await using var hosts = (
            await AgentHosts.OpenAsync(
                choice with
                {
                    TraceGrains = telemetry.TraceGrains,
                },
                served,
                exported.ObserverOrNull,
                timeProvider,
                Report,
                starting.Token
            )
        );
        await using var host = (await hosts.CreateAsync(served));
        if (workload.Baseline > 0)
        {
            Report(
                $"Baseline: one direct call on {NumberFormat.Percent(workload.Baseline)} of the problems, "
                    + "in addition to the tasks of the load."
            );
        }

        var execution = new RunExecution(served, exported.WithRunMetrics(host), signals.Tokens, timeProvider, live)
        {
            HasAgentsInProcess = choice.Cluster is null,
            HasNodeInProcess = node is not null && choice.Cluster is null,
        };
        var outcome = await execution.RunAsync(output);

        await exported.WaitForFinalScrapeAsync(signals.Stop);
        if (junit is not null)
        {
            JUnitReport.WriteRun(junit, outcome.Summary);
        }

        if (asJson)
        {
            Console.WriteLine(RunSummaryJson.Write(outcome.Summary));
        }
        else
        {
            SummaryText.Render(outcome.Summary, AnsiConsole.Console, outcome.Folder);
        }

        if (outcome.AllCallsFailed)
        {
            Report("No call succeeded, so the results say nothing about the model. The call outcomes above show why.");
        }

        return outcome.ExitCode;
    }

    /// <summary>Starts the simulated node used by a workload without endpoints.</summary>
    public static Task<SimulatedNode> StartEmbeddedNodeAsync(
        Workload workload,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    ) =>
        SimulatedNodes.StartAsync(
            workload.Node,
            new SimulatedNodeOptions { Models = [new SimulatedModel(SimulatedNodes.ModelName)], Seed = unchecked((ulong)workload.Seed) },
            timeProvider,
            cancellationToken
        );

    private static int AgentsOf(Workload workload) => new Schedule(workload, ProblemCatalog.All).MaxAgents;

    private static void Report(string line) => Console.Error.WriteLine(line);
}
