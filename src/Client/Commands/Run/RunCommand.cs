using System.CommandLine;
using AgentLoad.Client.Running;
using AgentLoad.Client.Telemetry;

namespace AgentLoad.Client.Commands.Run;

/// <summary><c>agentload run</c>: agents work, and what they cost is measured.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var workload = new Argument<string?>("WORKLOAD")
        {
            Description = "Workload file (YAML). Without one: five strategies side by side on an embedded simulated GPU node.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var inputs = new WorkloadOptions();
        var output = new Option<string>("--out")
        {
            Description = "Folder for results; each run gets a folder of its own in it.",
            DefaultValueFactory = _ => "runs",
            HelpName = "DIR",
        };
        var host = new Option<string?>("--host")
        {
            Description = "Where agents live: silo (Orleans grains, the default where the build has it) or process.",
            HelpName = "process|silo",
        };
        host.AcceptOnlyFromAmong(HostChoice.Process, HostChoice.Silo);
        var cluster = ClusterOptions.Where("Redis of a cluster of silos to run on (agentload silo).");
        var clusterOptions = new ClusterOptions();
        var metrics = new Option<ListenAddress?>("--metrics")
        {
            Description = "Serves /metrics for Prometheus there while the run goes on; *:PORT lets other machines in.",
            HelpName = "[ADDRESS:]PORT",
            CustomParser = ListenAddress.Read,
        };
        var telemetry = new TelemetryOptions();
        var live = new LiveOptions();
        var command = new DetailedCommand(
            "run",
            "Puts agents to work and measures the load they cause.",
            """
            Results go to runs/<UTC time>-<name>/: run.db (SQLite), summary.json, and the resolved workload.
            Ctrl-C once: no new tasks, those under way may end, everything is saved. Twice: stop now, and save what there is.
            Exit status: 0 done, 99 an SLO was not met, 98 the run is invalid, 2 bad input, 1 anything else.

            agentload run --url http://gpu1:11434 --url http://gpu2:11434 --model llama3.1:8b --agents 50 --duration 5m
            agentload run workload.yaml --set groups[0].strategy.breadth=3 --slo task.latency:p95:le:30s
            """
        )
        {
            workload,
            output,
            host,
            cluster,
            metrics,
        };
        live.AddTo(command);
        inputs.AddTo(command);
        clusterOptions.AddTo(command);
        telemetry.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                RunJob.ExecuteAsync(
                    (inputs.Read(parsed, parsed.GetValue(workload)) with { AllowMissingKeys = parsed.GetValue(cluster) is not null })
                        .Resolve()
                        .WriteHints(),
                    clusterOptions.Read(parsed, parsed.GetValue(host), parsed.GetValue(cluster)),
                    live.Read(parsed),
                    parsed.GetValue(output)!,
                    telemetry.Read(parsed, parsed.GetValue(metrics)),
                    cancellationToken
                )
        );
        return command;
    }
}
