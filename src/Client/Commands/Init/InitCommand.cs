using System.CommandLine;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Init;

/// <summary><c>agentload init</c>: writes a commented workload.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("FILE") { Description = "File to write.", DefaultValueFactory = _ => "workload.yaml" };
        var agent = new Option<string?>("--agent")
        {
            Description = "Write a project for a custom agent into this folder instead.",
            HelpName = "DIR",
        };
        var framework = new Option<string>("--framework")
        {
            Description =
                "What the agent is written with: sk (Semantic Kernel), maf (Microsoft Agent Framework), chat-client (IChatClient).",
            DefaultValueFactory = _ => AgentTemplate.Frameworks[0],
            HelpName = "NAME",
        };
        framework.AcceptOnlyFromAmong([.. AgentTemplate.Frameworks]);
        var command = new DetailedCommand(
            "init",
            "Writes a workload that documents every setting and its default.",
            """
            The workload runs unchanged on the embedded simulated node: agentload run workload.yaml. Existing files are never
            overwritten.
            """
        )
        {
            path,
            agent,
            framework,
        };
        command.SetAction(parsed =>
            parsed.GetValue(agent) is { } folder ? AgentTemplate.Write(folder, parsed.GetValue(framework)!) : Write(parsed.GetValue(path)!)
        );
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
            throw new UserErrorException($"{path} already exists; use another name or delete the file.", ExitCode.BadInput);
        }

        Console.WriteLine($"Wrote {path}. Next: agentload run {path}");
        return ExitCode.Success;
    }
}
