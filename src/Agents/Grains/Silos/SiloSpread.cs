using System.Collections.Concurrent;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// Shares the wide waves of one task among the silos of the cluster: one grain call for each part, never one for each call.
/// </summary>
internal sealed class SiloSpread(
    string runId,
    Ticket ticket,
    int agent,
    IGrainFactory grains,
    IClusterMembershipService membership,
    TimeProvider time
) : IWaveDistributor
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private int _parts;

    /// <summary>Calls of the parts by the silo that made them.</summary>
    public IReadOnlyDictionary<string, int> Calls => _calls;

    public int HostCount => membership.CurrentSnapshot.Members.Values.Count(m => m.Status == SiloStatus.Active);

    public async Task<IReadOnlyList<StepSnapshot>> RunAsync(IReadOnlyList<CallSpec> part, int number, CancellationToken cancellationToken)
    {
        var key = $"{runId}/{ticket.Id}/{ticket.Attempt}/{Interlocked.Increment(ref _parts)}/{part[0].Key}";
        var order = new BranchRequest(runId, ticket with { Carried = null }, agent, RecordCodec.Write([.. part]));
        var done = await GrainCalls
            .RetryAsync(() => grains.GetGrain<IBranchGrain>(ticket.Id + number, key).DoAsync(order), time, cancellationToken)
            .ConfigureAwait(false);
        var made = RecordCodec.ReadCarried(done.Bytes);
        foreach (var (silo, calls) in made.Hosts)
        {
            _calls.AddOrUpdate(silo, calls, (_, before) => before + calls);
        }

        return made.Steps;
    }
}
