using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Silos;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Connects all silos of the cluster to a run, and ends their part in it.</summary>
/// <param name="grains">The cluster's grains.</param>
/// <param name="membership">The cluster.</param>
/// <param name="reports">Receives the last report of each silo.</param>
/// <param name="time">The time.</param>
internal sealed class RunSilos(IGrainFactory grains, IClusterMembershipService membership, SiloReports reports, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _preparing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _prepared = new(StringComparer.Ordinal);

    /// <summary>Makes every active silo connect to the model servers.</summary>
    /// <returns>Why the run cannot start, or null; and the endpoints.</returns>
    public async Task<(string? Refusal, IReadOnlyList<EndpointData> Endpoints)> PrepareAsync(RunSpec spec)
    {
        var prepared = await Task.WhenAll(membership.ActiveSilos().Select(silo => PrepareAsync(silo, spec)));
        var refusal = prepared.Select(p => p.Refusal).FirstOrDefault(refusal => refusal is not null);
        return (refusal, prepared.Select(p => p.Endpoints).FirstOrDefault(endpoints => endpoints.Count > 0) ?? []);
    }

    /// <summary>
    /// Makes silos that joined the cluster during the run connect to the model servers, in the background. A silo that cannot connect is
    /// asked again.
    /// </summary>
    /// <returns>The silos that are connected.</returns>
    public IReadOnlyCollection<string> PrepareNew(IEnumerable<string> silos, RunSpec spec)
    {
        string[] members = [.. silos];
        foreach (var silo in members.Where(silo => !_prepared.Contains(silo) && _preparing.Add(silo)))
        {
            _ = PrepareNewAsync(silo, spec);
        }

        return [.. members.Where(_prepared.Contains)];
    }

    /// <summary>Ends the part of every active silo in a run.</summary>
    public async Task EndAsync(string runId)
    {
        foreach (var silo in membership.ActiveSilos().ToArray())
        {
            try
            {
                if (await grains.GetGrain<ISiloGrain>(silo).LeaveAsync(runId) is { } last)
                {
                    reports.Take(last);
                }
            }
            catch (Exception exception) when (GrainCalls.IsTransient(exception))
            {
                // The silo died. Its last report stands.
            }
        }
    }

    private async Task PrepareNewAsync(string silo, RunSpec spec)
    {
        var prepared = await PrepareAsync(silo, spec);
        if (prepared is { Refusal: null, Endpoints.Count: > 0 })
        {
            _prepared.Add(silo);
        }
        else
        {
            if (prepared.Refusal is { } refusal)
            {
                reports.SetError(silo, refusal);
            }

            await Task.Delay(RetryInterval, time);
        }

        _preparing.Remove(silo);
    }

    private async Task<Preparation> PrepareAsync(string silo, RunSpec spec)
    {
        try
        {
            return await grains.GetGrain<ISiloGrain>(silo).PrepareAsync(spec);
        }
        catch (Exception exception) when (GrainCalls.IsTransient(exception))
        {
            // The silo died. Agents are placed on the others.
            return new Preparation(null, []);
        }
    }
}
