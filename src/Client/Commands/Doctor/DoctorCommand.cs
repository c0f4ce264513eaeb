using System.CommandLine;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Silo.Clients;

namespace AgentLoad.Client.Commands.Doctor;

/// <summary><c>agentload doctor</c>: checks whether a run can start and lists what to fix.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var workload = new Argument<string?>("WORKLOAD")
        {
            Description = "Workload file (YAML); its endpoints and models are checked too.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var wait = new Option<int>("--wait") { Description = "Retry failing checks for up to SECONDS.", HelpName = "SECONDS" };
        var silos = new Option<int>("--silos")
        {
            Description = "Minimum number of active silos (default 1).",
            DefaultValueFactory = static _ => 1,
            HelpName = "COUNT",
        };
        var json = new Option<bool>("--json") { Description = "Print the checks as JSON, once and at the end." };
        var cluster = ClusterOptions.Optional();
        var inputs = new WorkloadOptions();
        var command = new DetailedCommand(
            "doctor",
            "Checks model servers, and with --cluster also Redis, silos and versions, and lists what to fix.",
            """
            Endpoints are checked from this machine; silos on other machines may reach different ones. No model is called or loaded.
            Exit status: 0 a run can start, 1 at least one check failed, 2 bad input.

            agentload doctor --url http://gpu1:11434 --model llama3.1:8b
            agentload doctor workload.yaml --cluster redis://10.0.0.5:6379
            """
        )
        {
            workload,
            silos,
            wait,
            json,
        };
        cluster.AddTo(command);
        inputs.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var file = parsed.GetValue(workload);
                var request = inputs.Read(parsed, file);
                if (!cluster.HasCluster(parsed) && file is null && request.Urls.Count == 0)
                {
                    throw new UserErrorException("Nothing to check: pass a workload, --url or --cluster.", ExitCode.BadInput);
                }

                return CheckAsync(
                    cluster.HasCluster(parsed) ? cluster.Read(parsed) : null,
                    file is null && request.Urls.Count == 0 ? null : (request with { AllowMissingKeys = true }).Resolve(),
                    parsed.GetValue(silos),
                    TimeSpan.FromSeconds(parsed.GetValue(wait)),
                    parsed.GetValue(json),
                    TimeProvider.System,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<int> CheckAsync(
        HostChoice? cluster,
        Workload? workload,
        int silos,
        TimeSpan wait,
        bool asJson,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var address = cluster is null ? null : ClusterConnector.GetAddress(cluster, time);
        var began = time.GetTimestamp();
        for (string? shown = null; ; )
        {
            List<CheckResult> findings = address is null
                ? []
                : [.. await ClusterDiagnostics.CheckAsync(address, silos, time, cancellationToken)];
            if (workload is not null)
            {
                findings.AddRange(await ModelServerCheck.CheckAsync(workload, onCluster: address is not null, time, cancellationToken));
            }

            var failures = string.Join('\n', findings.Where(BlocksRun).Select(finding => finding.Text));
            var isReady = failures.Length == 0;
            if (isReady || time.GetElapsedTime(began) >= wait)
            {
                Show(findings, asJson);
                return isReady ? ExitCode.Success : ExitCode.Failure;
            }

            // While waiting, the findings are shown once per change to keep logs short.
            if (failures != shown && !asJson)
            {
                Show(findings, asJson);
                shown = failures;
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }

    private static void Show(List<CheckResult> findings, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(DoctorOutput.Of(findings));
            return;
        }

        foreach (var finding in findings)
        {
            var label =
                finding.IsGood ? "ok  "
                : finding.IsWarning ? "note"
                : "FIX ";
            var text = finding.Text.ReplaceLineEndings($"{Environment.NewLine}                 ");
            Console.WriteLine($"{label}  {finding.Subject, -9}  {text}");
        }

        var failures = findings.Count(BlocksRun);
        Console.WriteLine(
            failures == 0 ? "A run can start." : $"{failures} problem{(failures == 1 ? "" : "s")} to fix before a run can start."
        );
    }

    private static bool BlocksRun(CheckResult finding) => !finding.IsGood && !finding.IsWarning;
}
