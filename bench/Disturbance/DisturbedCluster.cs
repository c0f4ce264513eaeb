using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Testing;

namespace AgentLoad.Bench.Disturbance;

/// <summary>Redis, a simulated node, silos and a run on them, all as processes of this machine.</summary>
internal sealed partial class DisturbedCluster : IAsyncDisposable
{
    public const int SiloCount = 3;

    private const int Kill = 9,
        Terminate = 15,
        Continue = 18,
        Freeze = 19;

    private readonly EmptyFolder _folder = new();
    private readonly AgentLoadProcess[] _silos = new AgentLoadProcess[SiloCount + 1];
    private readonly TestNetwork? _network;
    private RedisServer? _redis;
    private AgentLoadProcess? _node;
    private string _url = "";

    private DisturbedCluster(TestNetwork? network) => _network = network;

    private string[] Launcher => _network?.HubLauncher ?? [];

    private string Host => _network is null ? "127.0.0.1" : TestNetwork.HubAddress;

    /// <summary>Starts the processes.</summary>
    /// <param name="isNetworked">True to give each silo a network namespace.</param>
    /// <param name="agents">Agents of the run.</param>
    /// <param name="end">What ends the run, as the workload's load names it.</param>
    public static async Task<DisturbedCluster> StartAsync(bool isNetworked, int agents, string end)
    {
        var cluster = new DisturbedCluster(isNetworked ? TestNetwork.Create(SiloCount) : null);
        try
        {
            await cluster.StartAsync(agents, end);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the run.</summary>
    public AgentLoadProcess StartRun() =>
        AgentLoadProcess.StartLongLived(Launcher, _folder.Path, "run", "workload.yaml", "--cluster", _redis!.Url);

    /// <summary>Starts another client of the run.</summary>
    /// <param name="output">Folder for its results.</param>
    public AgentLoadProcess Attach(string output) =>
        AgentLoadProcess.StartLongLived(Launcher, _folder.Path, "attach", "disturbed", "--cluster", _redis!.Url, "--out", output);

    /// <summary>Waits until every agent of the run is on a silo, and returns where the run's grain and the agents are.</summary>
    public async Task<Layout> FindLayoutAsync(int agents)
    {
        var layout = new Layout(-1, []);
        await Poll.UntilAsync(
            async () =>
            {
                layout = Layout.Read((await RunCommandAsync("cluster", "--cluster", _redis!.Url)).Output, SiloCount);
                return layout.Grain >= 0 && layout.Agents >= agents;
            },
            $"{agents} agents on silos"
        );
        return layout;
    }

    /// <summary>Disturbs a silo.</summary>
    /// <param name="kind">What happens to it.</param>
    /// <param name="silo">Its number.</param>
    /// <param name="duration">How long a frozen silo stands still.</param>
    public async Task DisturbAsync(DisturbanceKind kind, int silo, TimeSpan duration)
    {
        switch (kind)
        {
            case DisturbanceKind.Kill:
                _silos[silo].Signal(Kill);
                break;
            case DisturbanceKind.Freeze:
                await FreezeAsync(silo, duration);
                break;
            case DisturbanceKind.Cut:
                _network!.Disconnect(silo);
                break;
            case DisturbanceKind.Join:
                await StartSiloAsync(SiloCount);
                break;
            default:
                for (var i = 0; i < SiloCount; i++)
                {
                    _silos[i].Signal(Terminate);
                    await ReplaceAsync(i);
                }

                break;
        }
    }

    /// <summary>Kills a silo and starts it again after a time.</summary>
    public async Task RestartAsync(int silo, TimeSpan after)
    {
        _silos[silo].Signal(Kill);
        await Task.Delay(after, TimeProvider.System);
        await ReplaceAsync(silo);
    }

    /// <summary>Freezes a silo for a time.</summary>
    public async Task FreezeAsync(int silo, TimeSpan duration)
    {
        _silos[silo].Signal(Freeze);
        await Task.Delay(duration, TimeProvider.System);
        _silos[silo].Signal(Continue);
    }

    /// <summary>Kills Redis and starts it again with its data after a time.</summary>
    public async Task RestartRedisAsync(TimeSpan after)
    {
        await _redis!.StopAsync(Kill);
        await Task.Delay(after, TimeProvider.System);
        await _redis.StartAgainAsync();
    }

    /// <summary>Starts silos again that ended because the others declared them dead.</summary>
    public async Task ReplaceEndedAsync()
    {
        for (var i = 0; i < SiloCount; i++)
        {
            if (_silos[i].HasExited)
            {
                await ReplaceAsync(i);
            }
        }
    }

    /// <summary>Returns how many calls the simulated node has accepted.</summary>
    public async Task<long> CountCallsAsync()
    {
        // The node may be in another network namespace.
        string[] command = [.. Launcher, "curl", "-s", $"{_url}/metrics"];
        using var curl = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var text = await curl.StandardOutput.ReadToEndAsync();
        return long.Parse(NodeCalls().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the folder of a client's results; null if it saved none.</summary>
    /// <param name="output">The folder that was given to the client.</param>
    public string? FindResults(string output = "runs") =>
        Path.Combine(_folder.Path, output) is var path && Directory.Exists(path) ? Directory.GetDirectories(path).Single() : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            silo?.Signal(Kill);
            silo?.Dispose();
        }

        _node?.Dispose();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _network?.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync(int agents, string end)
    {
        _redis = await RedisServer.StartByAsync(Launcher, Host, "--protected-mode", "no", "--appendonly", "yes");
        _node = AgentLoadProcess.StartLongLived(Launcher, _folder.Path, "node", "--host", Host, "--port", "0");
        _url = Url().Match(await _node.LineAsync("http://")).Value;
        for (var i = 0; i < SiloCount; i++)
        {
            await StartSiloAsync(i);
        }

        _folder.Write(
            "workload.yaml",
            $$$"""
            name: disturbed
            endpoints: {default: {url: "{{{_url}}}", model: "simulated:8b"}}
            baseline: 0%
            groups: [{name: vote, problem: game24, strategy: {kind: self-consistency, samples: 5}, driving: shaped}]
            load: {agents: {{{agents}}}, {{{end}}}}
            """
        );
    }

    private async Task StartSiloAsync(int number)
    {
        string[] address = _network is null ? [] : ["--address", TestNetwork.AddressOf(number)];
        _silos[number] = AgentLoadProcess.StartLongLived(
            _network?.LauncherOf(number) ?? [],
            _folder.Path,
            [
                "silo",
                "--redis",
                _redis!.Address,
                "--name",
                $"silo{number}",
                "--port",
                FreePort.Next().ToString(CultureInfo.InvariantCulture),
                "--gateway-port",
                FreePort.Next().ToString(CultureInfo.InvariantCulture),
                .. address,
            ]
        );
        await _silos[number].LineAsync("is up on");
    }

    private async Task ReplaceAsync(int silo)
    {
        await _silos[silo].EndAsync();
        _silos[silo].Dispose();
        await StartSiloAsync(silo);
    }

    private async Task<Finished> RunCommandAsync(params string[] args)
    {
        using var process = AgentLoadProcess.StartLongLived(Launcher, _folder.Path, args);
        return await process.EndAsync();
    }

    [GeneratedRegex(@"^agentload_node_calls_total (\d+)", RegexOptions.Multiline)]
    private static partial Regex NodeCalls();

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex Url();
}
