using System.CommandLine;
using System.Globalization;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Running;

namespace AgentLoad.Client.Commands.Cluster;

/// <summary><c>agentload cluster</c>: lists the silos and runs of a cluster.</summary>
internal static class ClusterCommand
{
    public static Command Create()
    {
        var cluster = ClusterOptions.ForClients();
        var json = new Option<bool>("--json") { Description = "Print silos and runs as JSON." };
        var command = new Command("cluster", "Lists the silos of a cluster with their agents, versions and load, and its runs.") { json };
        cluster.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) => ShowAsync(cluster.Read(parsed), parsed.GetValue(json), TimeProvider.System, cancellationToken)
        );
        return command;
    }

    private static async Task<int> ShowAsync(HostChoice choice, bool asJson, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await using var link = (await ClusterConnector.ConnectAsync(choice, timeProvider, cancellationToken));
        var (siloList, runList) = (await link.SilosAsync(), await link.RunsAsync());
        if (asJson)
        {
            JsonOutput.Write(ClusterOutput.Of(siloList, runList));
            return ExitCode.Success;
        }

        var silos = new TextTable("Silo", "Version", "Agents", "CPU", "Memory", "Up", "Address");
        foreach (var silo in siloList)
        {
            silos.Add(
                silo.Name,
                silo.Version,
                silo.Agents.ToString(CultureInfo.InvariantCulture),
                NumberFormat.Percent(silo.CpuShare),
                string.Create(CultureInfo.InvariantCulture, $"{silo.MemoryBytes / 1e6:0} MB"),
                NumberFormat.Seconds(silo.UpSeconds),
                silo.Address
            );
        }

        var runs = new TextTable("Run", "Name", "State", "Elapsed", "Agents", "Tasks ended", "Silo");
        foreach (var (id, name, progress) in runList)
        {
            if (progress is null)
            {
                runs.Add(id, name, "no answer", "", "", "", "");
                continue;
            }

            runs.Add(
                id,
                name,
                progress.Phase.ToString(),
                NumberFormat.Seconds(progress.ElapsedSeconds),
                progress.AgentsBySilo.Values.Sum().ToString(CultureInfo.InvariantCulture),
                progress.Totals.ToTotals().EndedTasks.ToString(CultureInfo.InvariantCulture),
                progress.Silo
            );
        }

        foreach (var line in silos.Lines(Width).Append("").Concat(runs.Lines(Width)))
        {
            Console.WriteLine(line);
        }

        return ExitCode.Success;
    }

    private static int Width => Console.IsOutputRedirected ? 200 : Console.WindowWidth;
}
