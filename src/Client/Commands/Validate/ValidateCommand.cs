using System.CommandLine;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Validate;

/// <summary><c>agentload validate</c>: says all that is wrong with a workload, or shows it resolved.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var workload = new Argument<string>("WORKLOAD") { Description = "Workload file (YAML)." };
        var options = new WorkloadOptions();
        var show = new Option<bool>("--show") { Description = "Print the workload as it would run, with every default, secrets left out." };
        var command = new DetailedCommand(
            "validate",
            "Checks a workload without calling any server.",
            """
            Every error at once: its line, what was found, what is allowed. Exit status: 0 good, 2 not.
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
                parsed.GetValue(show) ? WorkloadWriter.Write(resolved, WorkloadCatalogs.Inputs) : $"{file} is good: {Describe(resolved)}."
            );
            return ExitCode.Success;
        });
        return command;
    }

    private static string Describe(Workload workload) =>
        $"{workload.Groups.Count} group{(workload.Groups.Count == 1 ? "" : "s")}, {workload.Load.Agents} agents, "
        + (workload.Load.Tasks is { } tasks ? $"{tasks} tasks" : $"{workload.Load.Duration?.TotalSeconds} s")
        + (workload.Endpoints.Count == 0 ? ", on the embedded simulated node" : "");
}
