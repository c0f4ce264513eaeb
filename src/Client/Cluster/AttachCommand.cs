using System.CommandLine;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Live;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Running;
using Spectre.Console;

namespace AgentLoad.Client.Cluster;

/// <summary><c>agentload attach</c>: takes up a run on a cluster whose client is gone.</summary>
internal static class AttachCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Id or name of the run, as 'agentload cluster' lists it." };
        var redis = new Option<string>("--cluster") { Description = "Redis of the cluster.", HelpName = "redis://HOST:PORT", Required = true };
        var output = new Option<string>("--out") { Description = "Folder for results.", DefaultValueFactory = _ => "runs", HelpName = "DIR" };
        var cluster = new ClusterOptions();
        var command = new DetailedCommand(
            "attach",
            "Follows a run on a cluster and stores its complete results.",
            """
            A run goes on without its client. Attaching shows it as 'agentload run' does, and saves every task from its beginning.
            """)
        {
            run, redis, output,
        };
        var live = new LiveOptions();
        live.AddTo(command);
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => AttachAsync(
            cluster.Read(parsed, null, parsed.GetValue(redis)), parsed.GetValue(run)!, live.Read(parsed), parsed.GetValue(output)!, cancellationToken));
        return command;
    }

    private static async Task<int> AttachAsync(HostChoice choice, string run, LiveChoice live, string output, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals(Say);
        var (host, workload) = await ClusterHosts.AttachAsync(choice, run, TimeProvider.System, Say, cancellationToken).ConfigureAwait(false);
        await using var attached = host;
        var outcome = await new RunExecution(workload, host, signals, TimeProvider.System, live).RunAsync(output).ConfigureAwait(false);
        SummaryText.Render(outcome.Summary, AnsiConsole.Console, outcome.Folder);
        return outcome.ExitCode;
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
