using System.CommandLine;
using AgentLoad.Client.Commands.Run.Fitting;
using AgentLoad.Client.Telemetry;

namespace AgentLoad.Client.Commands.Run;

/// <summary><c>agentload run</c>: runs agents and measures the load they cause.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var workload = new Argument<string?>("WORKLOAD")
        {
            Description = "Workload file (YAML). Default: five strategies on an embedded simulated GPU node.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var inputs = new WorkloadOptions();
        var output = new Option<string>("--out")
        {
            Description = "Folder for results; each run creates a subfolder.",
            DefaultValueFactory = _ => "runs",
            HelpName = "DIR",
        };
        var slots = new Option<int?>("--slots")
        {
            Description =
                "Calls that the server works on concurrently (default: probed); agents and tasks that are not set are fitted to it.",
            HelpName = "N",
        };
        slots.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var count) && count > 0))
            {
                result.AddError($"--slots is '{token.Value}'; expected a whole number above 0.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var junit = JUnitReport.CreateOption();
        var cluster = ClusterOptions.ForRuns();
        var metrics = new Option<ListenAddress?>("--metrics")
        {
            Description = "Serve /metrics for Prometheus at this address during the run; *:PORT listens on all interfaces.",
            HelpName = "[ADDRESS:]PORT",
            CustomParser = ListenAddress.Read,
        };
        var telemetry = new TelemetryOptions();
        var live = new LiveOptions();
        var command = new DetailedCommand(
            "run",
            "Runs agents and measures the load they cause.",
            """
            Results go to runs/<UTC time>-<name>/: run.db (SQLite), summary.json, and the resolved workload.
            Ctrl-C stops gracefully: no new tasks are started and running tasks may finish. A second Ctrl-C aborts; completed
            tasks are saved.
            Exit status: 0 success, 99 an SLO was not met, 98 the run is invalid, 2 bad input, 1 any other error.

            agentload run --strategy react -n 200 --rate 5/s --slo task.latency:p95:le:30s
            agentload run --url http://gpu1:11434 --url http://gpu2:11434 --model llama3.1:8b --agents 50 --duration 5m
            agentload run workload.yaml --set groups[0].strategy.breadth=3 --slo task.latency:p95:le:30s
            """
        )
        {
            workload,
            output,
            slots,
            json,
            junit,
            metrics,
        };
        live.AddTo(command);
        inputs.AddTo(command);
        cluster.AddTo(command);
        telemetry.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var request = inputs.Read(parsed, parsed.GetValue(workload)) with
                {
                    AllowMissingKeys = cluster.HasCluster(parsed),
                    Slots = parsed.GetValue(slots),
                };
                return RunJob.ExecuteAsync(
                    request.Resolve().WriteHints(),
                    cluster.HasCluster(parsed) ? FitSettings.None : request.Fit,
                    cluster.Read(parsed),
                    live.Read(parsed),
                    parsed.GetValue(output)!,
                    parsed.GetValue(json),
                    parsed.GetValue(junit),
                    telemetry.Read(parsed, parsed.GetValue(metrics)),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
