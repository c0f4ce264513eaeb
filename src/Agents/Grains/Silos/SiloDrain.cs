namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// Moves this silo's agents to other silos before it leaves the cluster: running steps end, no new ones start, and each agent continues
/// on another silo with the results of its steps. This happens before the grains stop, so that the run's grain can restart the agents.
/// </summary>
internal sealed class SiloDrain(
    SiloRuns runs,
    IGrainFactory grains,
    LocalSilo self,
    SiloTopology topology,
    IClusterMembershipService membership,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _leaving = new();

    /// <summary>
    /// Cancelled once the silo is about to leave. Never cancelled for an embedded silo: its tasks need not keep what a move requires.
    /// </summary>
    public CancellationToken Leaving => topology.IsClustered ? _leaving.Token : CancellationToken.None;

    /// <summary>True if tasks can continue on another silo. Those of an embedded silo need not keep what a migration requires.</summary>
    public bool CanMigrate => topology.IsClustered;

    private SiloAddress[] OtherSilos =>
        [
            .. membership
                .CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active)
                .Select(member => member.SiloAddress)
                .Where(silo => silo.ToParsableString() != self.Address)
                .Order(),
        ];

    /// <summary>The silo that an agent migrates to: the wanted one, or the others in turn. Null if there is no other silo.</summary>
    public SiloAddress? FindTarget(int agent, string? wanted)
    {
        var others = OtherSilos;
        return Array.Find(others, silo => silo.ToParsableString() == wanted) ?? (others.Length == 0 ? null : others[agent % others.Length]);
    }

    /// <summary>Waits until no agent is left on this silo, or the timeout. A silo without others keeps its agents.</summary>
    public async Task DrainAsync(TimeSpan atMost)
    {
        if (OtherSilos.Length == 0)
        {
            return;
        }

        using var over = new CancellationTokenSource(atMost, time);
        try
        {
            await Task.WhenAll(
                    runs.Ids.Select(run =>
                        GrainCalls.RetryAsync(() => grains.GetGrain<IRunGrain>(run).SiloLeavesAsync(self.Address), time, over.Token)
                    )
                )
                .ConfigureAwait(false);
            await _leaving.CancelAsync().ConfigureAwait(false);
            while (runs.Agents > 0)
            {
                await Task.Delay(LookEvery, time, over.Token).ConfigureAwait(false);
            }

            await Task.WhenAll(runs.Ids.Select(run => ReportAsync(run, over.Token))).ConfigureAwait(false);
        }
        catch (Exception e) when (GrainCalls.IsTransient(e))
        {
            // Steps that take longer than the timeout are lost with the silo.
        }
    }

    /// <summary>Reports what this silo has counted in the end: nothing is left here that would change it.</summary>
    private Task ReportAsync(string runId, CancellationToken cancellationToken) =>
        runs.JoinedOf(runId) is { } run
            ? GrainCalls.RetryAsync(() => grains.GetGrain<IRunGrain>(runId).ReportAsync(run.Describe()), time, cancellationToken)
            : Task.CompletedTask;

    public void Dispose() => _leaving.Dispose();
}
