using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Placement;
using AgentLoad.Agents.Grains.Silos;
using Orleans.Concurrency;

namespace AgentLoad.Agents.Grains;

/// <inheritdoc/>
[EvenPlacement, Reentrant]
internal sealed class BranchGrain(SiloRuns runs, LocalSilo self) : Grain, IBranchGrain
{
    private Task<CarriedData>? _work;

    public Task<CarriedData> DoAsync(BranchRequest order) => _work ??= WorkAsync(order);

    /// <summary>The silo shuts down: calls that are under way may end.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _work?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    private async Task<CarriedData> WorkAsync(BranchRequest order)
    {
        try
        {
            var run =
                await runs.JoinAsync(order.RunId)
                ?? throw new OrleansException($"Silo {self.Name} does not know run {order.RunId} any more.");
            return await Task.Run(() => run.WaveAsync(order));
        }
        finally
        {
            DeactivateOnIdle();
        }
    }
}
