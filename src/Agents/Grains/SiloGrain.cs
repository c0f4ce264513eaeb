using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Placement;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Grains;

/// <inheritdoc/>
[SiloAddressPlacement]
internal sealed class SiloGrain(SiloRuns runs, LocalSilo self, SiloUptime uptime) : Grain, ISiloGrain
{
    public async Task<Preparation> PrepareAsync(RunSpec order)
    {
        try
        {
            return new Preparation(null, [.. (await runs.PrepareAsync(order)).Select(EndpointData.Of)]);
        }
        catch (EndpointException e)
        {
            return new Preparation($"Silo {self.Name}: {e.Message}", []);
        }
    }

    public Task<SiloDescription> DescribeAsync()
    {
        var health = uptime.Health.Read();
        return Task.FromResult(
            new SiloDescription(
                self.Name,
                self.Address,
                LocalSilo.Version,
                runs.Agents,
                health.CpuShare ?? 0,
                Environment.WorkingSet,
                uptime.Seconds
            )
        );
    }

    public Task<SiloHoldings> DescribeHoldingsAsync(string runId, int epoch) =>
        Task.FromResult(runs.JoinedOf(runId)?.Tasks.Describe(epoch) ?? SiloHoldings.None);

    public Task<SiloReport?> LeaveAsync(string runId) => runs.LeaveAsync(runId);
}
