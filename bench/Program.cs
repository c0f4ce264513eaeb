using System.CommandLine;
using AgentLoad.Bench.Chaos;
using AgentLoad.Bench.ClientCost;
using AgentLoad.Bench.ClientStacks;
using AgentLoad.Bench.Common;
using AgentLoad.Bench.Contexts;
using AgentLoad.Bench.Disturbance;
using AgentLoad.Bench.Fidelity;
using AgentLoad.Bench.Fuzz;
using AgentLoad.Bench.Grains;
using AgentLoad.Bench.LiveView;
using AgentLoad.Bench.RunReport;
using AgentLoad.Bench.ScheduleDelay;
using AgentLoad.Bench.Strategies;
using AgentLoad.Bench.Telemetry;

if (args is [ChildProcess.Command, var role, .. var rest])
{
    return await (
        role switch
        {
            ContextServer.Role => ContextServer.ServeAsync(),
            LineServer.Role => LineServer.ServeAsync(rest),
            NoOpServer.Role => NoOpServer.ServeAsync(),
            StampingNodes.Role => StampingNodes.ServeAsync(rest),
            TelemetryServers.Role => TelemetryServers.ServeAsync(),
            TelemetryWorker.Role => TelemetryWorker.WorkAsync(rest),
            ReportWriter.Role => ReportWriter.WriteAsync(rest[0]),
            _ => throw new ArgumentException($"unknown child process '{role}'"),
        }
    );
}

var root = new RootCommand("Benchmarks of AgentLoad. Each prints its figures; --json FILE also writes them as JSON.")
{
    ChaosCommand.Create(),
    ClientCostCommand.Create(),
    ClientStacksCommand.Create(),
    ContextsCommand.Create(),
    DisturbanceCommand.Create(),
    FidelityCommand.Create(),
    FuzzCommand.Create(),
    GrainsCommand.Create(),
    LiveViewCommand.Create(),
    ReportCommand.Create(),
    ScheduleCommand.Create(),
    StrategiesCommand.Create(),
    TelemetryCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
