using System.CommandLine;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Silo.Clients;

namespace AgentLoad.Client.Commands.Doctor;

/// <summary><c>agentload doctor</c>: looks whether a cluster can carry a run, and says what to fix.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var workload = new Argument<string?>("WORKLOAD")
        {
            Description = "Workload file (YAML): its endpoints and models are looked at too.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var redis = new Option<string>("--cluster")
        {
            Description = "Redis of the cluster.",
            HelpName = "redis://HOST:PORT",
            Required = true,
        };
        var wait = new Option<int>("--wait")
        {
            Description = "Looks again until all is well, for so many seconds at most.",
            HelpName = "SECONDS",
        };
        var silos = new Option<int>("--silos")
        {
            Description = "How many silos are to be up, at least. (default 1)",
            DefaultValueFactory = static _ => 1,
            HelpName = "COUNT",
        };
        var cluster = new ClusterOptions();
        var inputs = new WorkloadOptions();
        var command = new DetailedCommand(
            "doctor",
            "Checks Redis, silos, versions, endpoints and models, and says what to fix.",
            """
            Endpoints are asked from this machine; silos elsewhere may reach more or less of them. No call is made and nothing is loaded.
            Exit status: 0 a run can start, 1 something must be fixed first, 2 bad input.

            agentload doctor workload.yaml --cluster redis://10.0.0.5:6379
            """
        )
        {
            workload,
            redis,
            silos,
            wait,
        };
        cluster.AddTo(command);
        inputs.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var file = parsed.GetValue(workload);
                var request = inputs.Read(parsed, file);
                return CheckAsync(
                    cluster.Read(parsed, null, parsed.GetValue(redis)),
                    file is null && request.Urls.Count == 0 ? null : (request with { AllowMissingKeys = true }).Resolve(),
                    parsed.GetValue(silos),
                    TimeSpan.FromSeconds(parsed.GetValue(wait)),
                    TimeProvider.System,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<int> CheckAsync(
        HostChoice choice,
        Workload? workload,
        int silos,
        TimeSpan wait,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var address = ClusterConnector.GetAddress(choice);
        var began = time.GetTimestamp();
        for (string? said = null; ; )
        {
            List<CheckResult> findings = [.. await ClusterDiagnostics.CheckAsync(address, silos, time, cancellationToken)];
            if (workload is not null)
            {
                findings.AddRange(await ModelServerCheck.CheckAsync(workload, time, cancellationToken));
            }

            var open = string.Join('\n', findings.Where(BlocksRun).Select(finding => finding.Text));
            var isWell = open.Length == 0;
            if (isWell || time.GetElapsedTime(began) >= wait)
            {
                Show(findings);
                return isWell ? ExitCode.Success : ExitCode.Failure;
            }

            // Whoever reads the log of one that waits sees for what, once for each change.
            if (open != said)
            {
                Show(findings);
                said = open;
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }

    private static void Show(List<CheckResult> findings)
    {
        foreach (var finding in findings)
        {
            Console.WriteLine(
                $"{(finding.IsGood ? "ok  " : finding.IsWarning ? "note" : "FIX ")}  {finding.Subject, -9}  {finding.Text.ReplaceLineEndings($"{Environment.NewLine}                 ")}"
            );
        }

        var open = findings.Count(BlocksRun);
        Console.WriteLine(open == 0 ? "A run can start." : $"{open} thing{(open == 1 ? "" : "s")} to fix before a run can start.");
    }

    private static bool BlocksRun(CheckResult finding) => !finding.IsGood && !finding.IsWarning;
}
