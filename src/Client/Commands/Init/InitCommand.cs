using System.CommandLine;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Init;

/// <summary><c>agentload init</c>: writes a commented workload to start from.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("FILE") { Description = "File to write.", DefaultValueFactory = _ => "workload.yaml" };
        var agent = new Option<string?>("--agent")
        {
            Description = "Write a project for an agent of your own, with Semantic Kernel, into this folder instead.",
            HelpName = "DIR",
        };
        var command = new DetailedCommand(
            "init",
            "Writes a workload to edit, every setting with its meaning and default.",
            """
            It runs as it stands, on the embedded simulated node: agentload run workload.yaml. A file that is there is
            never overwritten.
            """
        )
        {
            path,
            agent,
        };
        command.SetAction(parsed => parsed.GetValue(agent) is { } folder ? AgentTemplate.Write(folder) : Write(parsed.GetValue(path)!));
        return command;
    }

    private static int Write(string path)
    {
        try
        {
            using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            writer.Write(WorkloadStarter.Text);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new UserErrorException($"{path} is there already; name another file, or remove it first.", ExitCode.BadInput);
        }

        Console.WriteLine($"Wrote {path}. Next: agentload run {path}");
        return ExitCode.Success;
    }
}
