using System.Collections.Concurrent;
using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Silo.Contracts;
using AgentLoad.Silo.Grains;
using AgentLoad.Silo.Records;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Silo.Runs;

/// <summary>The runs that this silo takes part in.</summary>
internal sealed partial class SiloRuns(IGrainFactory grains, IRecordLog log, SiloSelf self, TimeProvider time, ILogger<SiloRuns> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<SiloRun>>> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Workload Workload, Connections Connections)> _adopted = new(StringComparer.Ordinal);
    private int _agents;

    /// <summary>Agents that live here now.</summary>
    public int Agents => Volatile.Read(ref _agents);

    /// <summary>Serves a run with connections that this process has already; they stay the caller's.</summary>
    public void Adopt(string runId, Workload workload, Connections connections) => _adopted[runId] = (workload, connections);

    /// <summary>Counts an agent that came (1) or went (-1).</summary>
    public void CountAgents(int change) => Interlocked.Add(ref _agents, change);

    /// <summary>The run, connected to its model servers; connects where this silo has not taken part so far.</summary>
    /// <exception cref="EndpointException">A model server cannot serve it, or the workload cannot be read here.</exception>
    public async Task<SiloRun> JoinAsync(RunOrder order)
    {
        var run = _runs.GetOrAdd(order.RunId, _ => new Lazy<Task<SiloRun>>(() => ConnectAsync(order)));
        try
        {
            return await run.Value;
        }
        catch
        {
            _runs.TryRemove(new(order.RunId, run));
            throw;
        }
    }

    /// <summary>The run, by asking its grain what it is. Null where the grain does not know it any more.</summary>
    public async Task<SiloRun?> JoinAsync(string runId)
    {
        if (_runs.TryGetValue(runId, out var known))
        {
            return await known.Value;
        }

        var progress = await grains.GetGrain<IRunGrain>(runId).ProgressAsync();
        return progress.Order is { } order ? await JoinAsync(order) : null;
    }

    /// <summary>Ends this silo's part in a run.</summary>
    public async Task LeaveAsync(string runId)
    {
        _adopted.TryRemove(runId, out _);
        if (_runs.TryRemove(runId, out var run))
        {
            await (await run.Value).DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runId in _runs.Keys)
        {
            await LeaveAsync(runId).ConfigureAwait(false);
        }
    }

    private async Task<SiloRun> ConnectAsync(RunOrder order)
    {
        var isAdopted = _adopted.TryGetValue(order.RunId, out var adopted);
        var (workload, connections) = isAdopted ? adopted : await OpenAsync(order).ConfigureAwait(false);
        return new SiloRun(order, grains.GetGrain<IRunGrain>(order.RunId), workload, connections, !isAdopted, log, self, time);
    }

    private async Task<(Workload Workload, Connections Connections)> OpenAsync(RunOrder order)
    {
        var read = WorkloadFile.Parse(order.Workload, $"run {order.RunId}", WorkloadInputs.Catalogued);
        if (read.Workload is not { } workload)
        {
            throw new EndpointException(string.Join(Environment.NewLine, read.Lines));
        }

        var connections = await Connections.OpenAsync(workload, time, line => LogLine(order.RunId, line), CancellationToken.None).ConfigureAwait(false);
        return (workload, connections);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{RunId}: {Line}")]
    private partial void LogLine(string runId, string line);
}
