using System.Globalization;
using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Redis;

namespace AgentLoad.Silo.Clients;

/// <summary>The result of one check.</summary>
/// <param name="Subject">What: "Redis", "Silos", …</param>
/// <param name="IsGood">True if nothing needs to be done.</param>
/// <param name="Text">What was found, with the remedy if it is not good.</param>
internal sealed record CheckResult(string Subject, bool IsGood, string Text)
{
    /// <summary>True if a run is possible despite the problem.</summary>
    public bool IsWarning { get; init; }
}

/// <summary>Checks whether a cluster can run a workload.</summary>
internal static class ClusterDiagnostics
{
    /// <summary>Checks Redis and then the silos. A failure is a result, not an exception.</summary>
    /// <param name="address">The cluster.</param>
    /// <param name="wanted">How many silos should be active.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<CheckResult>> CheckAsync(
        ClusterAddress address,
        int wanted,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var registry = await ClusterRegistry.OpenAsync(address, time).ConfigureAwait(false);
            var forgetful = await registry.IsPersistenceDisabledAsync().ConfigureAwait(false);
            var redis = forgetful
                ? new CheckResult(
                    "Redis",
                    false,
                    $"{address.Redis} has persistence (AOF) disabled: records of a run are lost if Redis dies. Start it with "
                        + "--appendonly yes."
                )
                {
                    IsWarning = true,
                }
                : new CheckResult("Redis", true, $"answers at {address.Redis}");
            return [redis, .. await SilosAsync(address, wanted, time, cancellationToken).ConfigureAwait(false)];
        }
        catch (ClusterException e)
        {
            return [new CheckResult("Redis", false, e.Message)];
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ClusterFailures.Describe(e) is { } message)
        {
            return [new CheckResult("Redis", false, message)];
        }
    }

    private static async Task<IReadOnlyList<CheckResult>> SilosAsync(
        ClusterAddress address,
        int wanted,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var link = await ClusterConnection.OpenAsync(address, time, cancellationToken).ConfigureAwait(false);
            await using var disposal = link.ConfigureAwait(false);
            return Evaluate(await link.SilosAsync().ConfigureAwait(false), LocalSilo.Version, wanted);
        }
        catch (ClusterException e)
        {
            return [new CheckResult("Silos", false, e.Message)];
        }
    }

    /// <summary>Evaluates the silos that answered.</summary>
    internal static IReadOnlyList<CheckResult> Evaluate(IReadOnlyList<SiloDescription> silos, string ours, int wanted = 1)
    {
        var up =
            silos.Count == 0
                ? new CheckResult(
                    "Silos",
                    false,
                    "no silo answers, although Redis lists some. Check the log of a silo; the address of each silo "
                        + "(--address) must be reachable from this machine."
                )
            : silos.Count < wanted
                ? new CheckResult(
                    "Silos",
                    false,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{silos.Count} of {wanted} up: {string.Join(", ", silos.Select(silo => silo.Name))}. Check the log of the others."
                    )
                )
            : new CheckResult("Silos", true, $"{silos.Count} up: {string.Join(", ", silos.Select(silo => silo.Name))}");
        var others = silos.Where(silo => silo.Version != ours).ToArray();
        var versions =
            others.Length == 0
                ? new CheckResult("Versions", true, $"all are {ours}")
                : new CheckResult(
                    "Versions",
                    false,
                    $"this is {ours}, but {string.Join(", ", others.Select(silo => $"{silo.Name} is {silo.Version}"))}. They are "
                        + "compatible; update the others before you compare results."
                )
                {
                    IsWarning = true,
                };
        var busy = silos.Where(silo => silo.CpuShare > 0.8).ToArray();
        return busy.Length == 0
            ? [up, versions]
            :
            [
                up,
                versions,
                new CheckResult(
                    "Load",
                    false,
                    $"{string.Join(", ", busy.Select(silo => silo.Name))}: more than 80 % CPU in use. Add silos before you measure."
                )
                {
                    IsWarning = true,
                },
            ];
    }
}
