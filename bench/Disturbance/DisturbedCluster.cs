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
        Freeze = 19;

    private readonly EmptyFolder _folder = new();
    private readonly AgentLoadProcess[] _silos = new AgentLoadProcess[SiloCount];
    private readonly TestNetwork? _network;
    private RedisServer? _redis;
    private AgentLoadProcess? _node;

    private DisturbedCluster(TestNetwork? network) => _network = network;

    private string[] Launcher => _network?.HubLauncher ?? [];

    private string Host => _network is null ? "127.0.0.1" : TestNetwork.HubAddress;

    /// <summary>Starts the processes.</summary>
    /// <param name="isNetworked">True to give each silo a network namespace.</param>
    /// <param name="agents">Agents of the run.</param>
    /// <param name="seconds">Duration of the run.</param>
    public static async Task<DisturbedCluster> StartAsync(bool isNetworked, int agents, int seconds)
    {
        var cluster = new DisturbedCluster(isNetworked ? TestNetwork.Create(SiloCount) : null);
        try
        {
            await cluster.StartAsync(agents, seconds);
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

    /// <summary>Disturbs the silos.</summary>
    public async Task DisturbAsync(DisturbanceKind kind)
    {
        switch (kind)
        {
            case DisturbanceKind.Kill:
                _silos[1].Signal(Kill);
                break;
            case DisturbanceKind.Freeze:
                _silos[1].Signal(Freeze);
                break;
            case DisturbanceKind.Cut:
                _network!.Disconnect(1);
                break;
            default:
                for (var i = 0; i < SiloCount; i++)
                {
                    _silos[i].Signal(Terminate);
                    await _silos[i].EndAsync();
                    _silos[i].Dispose();
                    await StartSiloAsync(i);
                }

                break;
        }
    }

    /// <summary>Returns the folder of the run's results; null if the run saved none.</summary>
    public string? FindResults() => Directory.Exists(Path.Combine(_folder.Path, "runs")) ? _folder.OnlyRun : null;

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

    private async Task StartAsync(int agents, int seconds)
    {
        _redis = await RedisServer.StartByAsync(Launcher, Host, "--protected-mode", "no", "--appendonly", "yes");
        _node = AgentLoadProcess.StartLongLived(Launcher, _folder.Path, "node", "--host", Host, "--port", "0");
        var url = Url().Match(await _node.LineAsync("http://")).Value;
        for (var i = 0; i < SiloCount; i++)
        {
            await StartSiloAsync(i);
        }

        _folder.Write(
            "workload.yaml",
            $$$"""
            name: disturbed
            endpoints: {default: {url: "{{{url}}}", model: "simulated:8b"}}
            baseline: 0%
            groups: [{name: vote, problem: game24, strategy: {kind: self-consistency, samples: 5}, driving: shaped}]
            load: {agents: {{{agents}}}, duration: {{{seconds}}}s}
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

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex Url();
}
