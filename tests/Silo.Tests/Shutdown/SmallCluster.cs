using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using StackExchange.Redis;

namespace AgentLoad.Silo.Tests.Shutdown;

/// <summary>A Redis, silos and a simulated node, all as processes of their own.</summary>
internal sealed class SmallCluster : IAsyncDisposable
{
    private const string Model = "simulated:8b";

    private readonly EmptyFolder _folder = new();
    private RedisServer _redis = null!;
    private AgentLoadProcess _node = null!;
    private string _url = "";

    public IReadOnlyList<AgentLoadProcess> Silos { get; private set; } = [];

    public static async Task<SmallCluster> UpAsync(int silos, string profile)
    {
        var cluster = new SmallCluster();
        cluster._redis = await RedisServer.StartAsync();
        cluster._node = AgentLoadProcess.Start(cluster._folder.Path, "node", "--port", "0", "--profile", profile, "--model", Model);
        var line = await cluster._node.LineAsync("http://");
        cluster._url = line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(' ', ',', ';')[0].TrimEnd('.', '/');
        cluster.Silos = await Task.WhenAll(
            Enumerable.Range(0, silos).Select(i => Testing.Silos.UpAsync(cluster._folder.Path, cluster._redis.Address, $"silo{i}"))
        );
        return cluster;
    }

    public void Write(string workload) => _folder.Write("workload.yaml", workload);

    /// <summary>Runs the workload on the silos, or in the client's process.</summary>
    public AgentLoadProcess Start(string output, bool isOnSilos, params string[] options) => Start(output, isOnSilos, "process", options);

    /// <summary>Runs the workload on a host of the client's process.</summary>
    public AgentLoadProcess StartOn(string host, string output) => Start(output, isOnSilos: false, host, []);

    /// <summary>The tasks of an ended run, and its facts.</summary>
    public async Task<(IReadOnlyList<TaskRecord> Tasks, RunSummary Summary)> EndAsync(
        AgentLoadProcess run,
        string output,
        bool isDegraded = false
    )
    {
        var ended = await run.EndAsync();
        if (!isDegraded || ended.ExitCode != 98)
        {
            ended.ShouldExit(0);
        }

        using var archive = RunStore.Open(Directory.GetDirectories(Path.Combine(_folder.Path, output)).Single());
        var tasks = new List<TaskRecord>();
        foreach (var task in archive.ReadTasks())
        {
            tasks.Add(task);
        }

        return (tasks, archive.ReadSummary()!);
    }

    /// <summary>Waits until a silo has the only agent of the run, and gives its number.</summary>
    public async Task<int> BusyAsync()
    {
        var busy = -1;
        await Poll.UntilAsync(
            async () =>
            {
                var shown = await AgentLoadProcess.RunAsync(_folder.Path, "cluster", "--cluster", _redis.Url);
                busy = shown
                    .Output.Split('\n')
                    .Where(line => line.StartsWith("silo", StringComparison.Ordinal))
                    .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2])
                    .ToList()
                    .IndexOf("1");
                return busy >= 0;
            },
            "a silo with one agent"
        );
        return busy;
    }

    /// <summary>Waits until so many tasks are recorded.</summary>
    public async Task RecordedAsync(long tasks)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_redis.Address);
        await Poll.UntilAsync(
            async () =>
                await connection
                    .GetServers()
                    .Single()
                    .KeysAsync(pattern: "agentload/*/records")
                    .AnyAsync(key => connection.GetDatabase().StreamLength(key) >= tasks),
            $"{tasks} recorded tasks"
        );
    }

    /// <summary>Every step by its place in the search, with the places it waited for and used, and every answer.</summary>
    public static IReadOnlyList<string> Graph(IEnumerable<TaskRecord> tasks) =>
        [
            .. tasks
                .SelectMany(task =>
                {
                    var keys = task.Steps.ToDictionary(step => step.Id, step => step.Key);
                    string Keys(IReadOnlyList<int> ids) => string.Join(',', ids.Select(id => keys[id]).Order(StringComparer.Ordinal));
                    return task
                        .Steps.Select(s => $"{task.Id} {s.Key} {s.Name} {Keys(s.After)} {Keys(s.Uses)} {s.Call?.RequestedTokens}")
                        .Append($"{task.Id} {task.State} {task.Answer}");
                })
                .Order(StringComparer.Ordinal),
        ];

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            silo.Dispose();
        }

        _node?.Dispose();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _folder.Dispose();
    }

    private AgentLoadProcess Start(string output, bool isOnSilos, string host, string[] options) =>
        AgentLoadProcess.Start(
            _folder.Path,
            [
                "run",
                "workload.yaml",
                "--out",
                output,
                "--url",
                _url,
                "--model",
                Model,
                .. isOnSilos ? new[] { "--cluster", _redis.Url } : ["--host", host],
                .. options,
            ]
        );
}
