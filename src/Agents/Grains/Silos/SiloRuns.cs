using System.Collections.Concurrent;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Runs;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>The runs that this silo takes part in.</summary>
internal sealed partial class SiloRuns(
    IGrainFactory grains,
    IRecordLog log,
    LocalSilo self,
    IClusterMembershipService membership,
    SiloTopology topology,
    TimeProvider time,
    IAgentObserver observer,
    ILogger<SiloRuns> logger
) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Prepared>>> _prepared = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<SiloRun?>>> _runs = new(StringComparer.Ordinal);
    private int _agents;

    /// <summary>Agents on this silo.</summary>
    public int Agents => Volatile.Read(ref _agents);

    /// <summary>Runs that this silo takes part in.</summary>
    public int Count => _runs.Count;

    /// <summary>Their ids.</summary>
    public IEnumerable<string> Ids => _runs.Keys;

    /// <summary>Serves a run with existing connections. They are not disposed with the run.</summary>
    public void UseConnections(string runId, Workload workload, Connections connections) =>
        _prepared[runId] = new Lazy<Task<Prepared>>(Task.FromResult(new Prepared(workload, connections, false)));

    /// <summary>Counts an agent that started (1) or stopped (-1).</summary>
    public void CountAgents(int change)
    {
        Interlocked.Add(ref _agents, change);
        if (change > 0)
        {
            observer.OnAgentStarted();
        }
        else
        {
            observer.OnAgentStopped();
        }
    }

    /// <summary>Connects to a run's model servers and loads their models.</summary>
    /// <exception cref="EndpointException">
    /// A model server cannot serve it, the workload cannot be read, or an assembly of the user's is missing.
    /// </exception>
    public async Task<IReadOnlyList<EndpointFacts>> PrepareAsync(RunSpec order)
    {
        var prepared = _prepared.GetOrAdd(order.RunId, _ => new Lazy<Task<Prepared>>(() => OpenAsync(order)));
        try
        {
            return (await prepared.Value).Connections.Facts;
        }
        catch
        {
            _prepared.TryRemove(new(order.RunId, prepared));
            throw;
        }
    }

    /// <summary>Returns a started run; null if it no longer exists.</summary>
    /// <exception cref="EndpointException">A model server cannot be reached from this silo.</exception>
    public async Task<SiloRun?> JoinAsync(string runId)
    {
        var run = _runs.GetOrAdd(runId, _ => new Lazy<Task<SiloRun?>>(() => StartAsync(runId)));
        try
        {
            return await run.Value;
        }
        catch
        {
            _runs.TryRemove(new(runId, run));
            throw;
        }
    }

    /// <summary>One running task of a run, step by step; null if there is none.</summary>
    public RunningTask? RunningOf(string runId) => JoinedOf(runId)?.Running;

    /// <summary>A run that this silo has joined; null if it has not.</summary>
    public SiloRun? JoinedOf(string runId) =>
        _runs.TryGetValue(runId, out var run) && run is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } joined }
            ? joined.GetAwaiter().GetResult()
            : null;

    /// <summary>Ends this silo's part in a run and returns its last report; null if it had no part.</summary>
    public async Task<SiloReport?> LeaveAsync(string runId)
    {
        SiloReport? last = null;
        if (_runs.TryRemove(runId, out var run) && await run.Value is { } left)
        {
            await left.DisposeAsync();
            last = left.Describe();
        }

        if (_prepared.TryRemove(runId, out var prepared) && await prepared.Value is { IsOwned: true } owned)
        {
            owned.Connections.Dispose();
        }

        return last;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runId in _prepared.Keys)
        {
            await LeaveAsync(runId).ConfigureAwait(false);
        }
    }

    private async Task<SiloRun?> StartAsync(string runId)
    {
        var grain = grains.GetGrain<IRunGrain>(runId);
        if ((await GrainCalls.RetryAsync(grain.ProgressAsync, time, CancellationToken.None)).Spec is not { } order)
        {
            return null;
        }

        await PrepareAsync(order);
        var prepared = await _prepared[runId].Value;
        return new SiloRun(order, grain, prepared.Workload, prepared.Connections, log, self, grains, membership, topology, time, observer);
    }

    private async Task<Prepared> OpenAsync(RunSpec order)
    {
        var read = WorkloadFile.Parse(order.Workload, $"run {order.RunId}", WorkloadInputs.Default);
        var workload = read.Workload ?? throw new EndpointException(string.Join(Environment.NewLine, read.Lines));
        UserCode.Check(workload, order.Assemblies);
        return new Prepared(
            workload,
            await Connections.OpenAsync(workload, time, line => LogLine(order.RunId, line), CancellationToken.None),
            true
        );
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{RunId}: {Line}")]
    private partial void LogLine(string runId, string line);

    private sealed record Prepared(Workload Workload, Connections Connections, bool IsOwned);
}
