using System.CommandLine;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Live;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Running;
using AgentLoad.Silo.Clients;
using AgentLoad.Silo.Hosting;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Attach;

/// <summary><c>agentload attach</c>: takes up a run on a cluster whose client is gone.</summary>
internal static class AttachCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Id or name of the run, as 'agentload cluster' lists it." };
        var redis = new Option<string>("--cluster")
        {
            Description = "Redis of the cluster.",
            HelpName = "redis://HOST:PORT",
            Required = true,
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder for results.",
            DefaultValueFactory = _ => "runs",
            HelpName = "DIR",
        };
        var cluster = new ClusterOptions();
        var command = new DetailedCommand(
            "attach",
            "Follows a run on a cluster and stores its complete results.",
            """
            A run goes on without its client. Attaching shows it as 'agentload run' does, and saves every task from its beginning.
            """
        )
        {
            run,
            redis,
            output,
        };
        var live = new LiveOptions();
        live.AddTo(command);
        cluster.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                AttachAsync(
                    cluster.Read(parsed, null, parsed.GetValue(redis)),
                    parsed.GetValue(run)!,
                    live.Read(parsed),
                    parsed.GetValue(output)!,
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> AttachAsync(
        HostChoice choice,
        string run,
        LiveSettings live,
        string output,
        CancellationToken cancellationToken
    )
    {
        using var signals = new StopSignals(Say);
        await using var cluster = (await ClusterConnector.ConnectAsync(choice, TimeProvider.System, cancellationToken));
        var (host, workload) = await FindAsync(cluster, run, cancellationToken);
        await using var attached = host;
        var outcome = await new RunExecution(workload, host, signals, TimeProvider.System, live).RunAsync(output);
        SummaryText.Render(outcome.Summary, AnsiConsole.Console, outcome.Folder);
        return outcome.ExitCode;
    }

    private static async Task<(IAgentHost Host, Workload Workload)> FindAsync(
        ClusterConnection cluster,
        string run,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (host, text) = await cluster.AttachAsync(run, Say, cancellationToken);
            var read = WorkloadFile.Parse(text, run, WorkloadInputs.Catalogued with { Environment = static _ => "-" });
            return (host, read.Workload ?? throw new UserErrorException(string.Join(Environment.NewLine, read.Lines)));
        }
        catch (ClusterException e)
        {
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
