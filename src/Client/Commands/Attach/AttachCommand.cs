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

/// <summary><c>agentload attach</c>: attaches to a run on a cluster after its client has exited.</summary>
internal static class AttachCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Id or name of the run, as 'agentload cluster' lists it." };
        var output = new Option<string>("--out")
        {
            Description = "Folder for results.",
            DefaultValueFactory = _ => "runs",
            HelpName = "DIR",
        };
        var cluster = ClusterOptions.ForClients();
        var command = new DetailedCommand(
            "attach",
            "Attaches to a run on a cluster and saves its complete results.",
            """
            A run on a cluster continues without its client. Attaching shows its progress like 'agentload run' and saves all of its
            tasks, including those that ended before.
            """
        )
        {
            run,
            output,
        };
        var live = new LiveOptions();
        live.AddTo(command);
        cluster.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                AttachAsync(
                    cluster.Read(parsed),
                    parsed.GetValue(run)!,
                    live.Read(parsed),
                    parsed.GetValue(output)!,
                    TimeProvider.System,
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
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        using var signals = new StopSignals(Report);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        await using var cluster = (await ClusterConnector.ConnectAsync(choice, timeProvider, starting.Token));
        var (host, workload) = await FindAsync(cluster, run, starting.Token);
        await using var attached = new ClusterRun(host, timeProvider);
        var outcome = await new RunExecution(workload, attached, signals.Tokens, timeProvider, live).RunAsync(output);
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
            var (host, text) = await cluster.AttachAsync(run, Report, cancellationToken).WaitAsync(cancellationToken);
            var read = WorkloadFile.Parse(text, run, WorkloadInputs.Default with { Environment = static _ => "-" });
            return (host, read.Workload ?? throw new UserErrorException(string.Join(Environment.NewLine, read.Lines)));
        }
        catch (ClusterException e)
        {
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    private static void Report(string line) => Console.Error.WriteLine(line);
}
