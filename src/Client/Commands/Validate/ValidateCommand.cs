using System.CommandLine;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;

namespace AgentLoad.Client.Commands.Validate;

/// <summary><c>agentload validate</c>: reports all errors of a workload, or shows it with all defaults.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var workload = new Argument<string>("WORKLOAD") { Description = "Workload file (YAML)." };
        var options = new WorkloadOptions();
        var show = new Option<bool>("--show") { Description = "Print the resolved workload with all defaults, without secrets." };
        var json = new Option<bool>("--json") { Description = "Print the errors, or the extent of the workload, as JSON." };
        var command = new DetailedCommand(
            "validate",
            "Checks a workload without calling any server.",
            """
            Reports all errors, each with its line, the value found and the values allowed. Exit status: 0 valid, 2 invalid.
            """
        )
        {
            workload,
            show,
            json,
        };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(workload)!;
            if (parsed.GetValue(json))
            {
                return WriteJson(options.Read(parsed, file));
            }

            var resolved = options.Read(parsed, file).Resolve().WriteHints();
            Console.WriteLine(
                parsed.GetValue(show) ? WorkloadWriter.Write(resolved, WorkloadCatalogs.Inputs) : $"{file} is valid: {Describe(resolved)}."
            );
            foreach (var line in Traces(resolved))
            {
                // Standard error, so that the output of --show stays a workload.
                Console.Error.WriteLine(line);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static int WriteJson(WorkloadRequest request)
    {
        try
        {
            var workload = request.Resolve().WriteHints();
            JsonOutput.Write(new ValidateOutput(true, [], WorkloadOutput.Of(workload)));
            return ExitCode.Success;
        }
        catch (UserErrorException error)
        {
            JsonOutput.Write(new ValidateOutput(false, error.Message.Split(Environment.NewLine), null));
            return error.ExitCode;
        }
    }

    /// <summary>Returns the extent of every trace, so that a wrong unit of time is noticed.</summary>
    private static IEnumerable<string> Traces(Workload workload) =>
        TraceOutput
            .Of(workload)
            .Select(trace =>
            {
                var rate = trace.RatePerSecond is { } known ? FormattableString.Invariant($", {known:0.###} per second") : "";
                var speed = trace.Speed == 1 ? "" : FormattableString.Invariant($", played at {trace.Speed:0.###} times that speed");
                return FormattableString.Invariant(
                        $"trace {trace.File}: {trace.Arrivals} arrivals from {trace.FirstSeconds:0.###} s to {trace.LastSeconds:0.###} s"
                    )
                    + rate
                    + speed;
            });

    private static string Describe(Workload workload) =>
        $"{workload.Groups.Count} group{(workload.Groups.Count == 1 ? "" : "s")}, {workload.Load.Agents} agents, "
        + (workload.Load.Tasks is { } tasks ? $"{tasks} tasks" : $"{workload.Load.Duration?.TotalSeconds} s")
        + (workload.Endpoints.Count == 0 ? ", on the embedded simulated node" : "");
}
