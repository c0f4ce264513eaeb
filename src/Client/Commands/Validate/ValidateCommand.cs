using System.CommandLine;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Validate;

/// <summary><c>agentload validate</c>: reports all errors of a workload, or shows it with all defaults.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var workload = new Argument<string>("WORKLOAD") { Description = "Workload file (YAML)." };
        var options = new WorkloadOptions();
        var show = new Option<bool>("--show") { Description = "Print the resolved workload with all defaults, without secrets." };
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
        };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(workload)!;
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

    /// <summary>Returns the extent of every trace, so that a wrong unit of time is noticed.</summary>
    private static IEnumerable<string> Traces(Workload workload) =>
        workload
            .Groups.Select(group => group.Arrivals)
            .Prepend(workload.Load.Arrivals)
            .OfType<ArrivalSettings>()
            .Where(arrivals => arrivals.Trace is not null)
            .DistinctBy(arrivals => (arrivals.Trace, arrivals.Speed))
            .Select(arrivals =>
            {
                var trace = TraceFile.Describe(arrivals.Trace!);
                var name = Path.GetFileName(arrivals.Trace);
                var rate = trace.Rate is { } known ? FormattableString.Invariant($", {known:0.###} per second") : "";
                var speed = arrivals.Speed == 1 ? "" : FormattableString.Invariant($", played at {arrivals.Speed:0.###} times that speed");
                return FormattableString.Invariant(
                        $"trace {name}: {trace.Count} arrivals from {trace.First:0.###} s to {trace.Last:0.###} s"
                    )
                    + rate
                    + speed;
            });

    private static string Describe(Workload workload) =>
        $"{workload.Groups.Count} group{(workload.Groups.Count == 1 ? "" : "s")}, {workload.Load.Agents} agents, "
        + (workload.Load.Tasks is { } tasks ? $"{tasks} tasks" : $"{workload.Load.Duration?.TotalSeconds} s")
        + (workload.Endpoints.Count == 0 ? ", on the embedded simulated node" : "");
}
