using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>An agent that runs on this silo.</summary>
/// <param name="number">Its number.</param>
/// <param name="start">What it was started with.</param>
/// <param name="leaving">Cancelled once all agents leave the silo.</param>
internal sealed class SiloAgent(int number, AgentStart start, CancellationToken leaving) : IDisposable
{
    private readonly CancellationTokenSource _leave = CancellationTokenSource.CreateLinkedTokenSource(leaving);

    private readonly TaskCompletionSource<bool> _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its number.</summary>
    public int Number => number;

    /// <summary>What it was last started with.</summary>
    public AgentStart Start { get; set; } = start;

    /// <summary>Cancelled once the agent must leave the silo: it ends its running steps first.</summary>
    public CancellationToken Leave => _leave.Token;

    /// <summary>The silo that it must migrate to; null for any.</summary>
    public string? Target { get; private set; }

    /// <summary>True if the run has restarted it elsewhere.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Completes once the run's grain knows that the agent is here: true if it may continue the task that it brought.</summary>
    public Task<bool> Confirmed => _confirmed.Task;

    /// <summary>Id of the task that it brought and that the run's grain has not let it continue yet; null if there is none.</summary>
    public long? Unconfirmed { get; set; }

    /// <summary>The run's grain knows that the agent is here.</summary>
    public void Confirm(bool mayContinue) => _confirmed.TrySetResult(mayContinue);

    /// <summary>Ends the agent: it runs on another silo.</summary>
    public void Stop()
    {
        IsStopped = true;
        _leave.CancelAsync();
    }

    /// <summary>Makes the agent leave the silo.</summary>
    /// <param name="target">The silo to migrate to; null for any.</param>
    public void Migrate(string? target)
    {
        Target = target;
        _leave.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _leave.Dispose();
}
