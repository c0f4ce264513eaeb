namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// Has this silo's agents move to the others before it leaves the cluster: steps under way end, no new one begins, and each agent goes on
/// elsewhere with what the steps of its task gave. Before the grains are stopped, so that the run's grain is there to start them again.
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

    /// <summary>Cancelled once the silo is about to leave. Never where there are no others: tasks then need not keep what would let them move.</summary>
    public CancellationToken Leaving => topology.IsClustered ? _leaving.Token : CancellationToken.None;

    /// <summary>True where agents could go elsewhere.</summary>
    public bool HasOtherSilos =>
        membership.CurrentSnapshot.Members.Values.Any(m =>
            m.Status == SiloStatus.Active && m.SiloAddress.ToParsableString() != self.Address
        );

    /// <summary>Ends when no agent is left here, or the time is over. A silo that is alone keeps its agents: there is nowhere to go.</summary>
    public async Task DrainAsync(TimeSpan atMost)
    {
        if (!HasOtherSilos)
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
        }
        catch (Exception e) when (GrainCalls.IsTransient(e))
        {
            // Steps that take longer than a silo may take to stop are lost with it.
        }
    }

    public void Dispose() => _leaving.Dispose();
}
