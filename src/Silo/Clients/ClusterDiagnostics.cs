using System.Globalization;
using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Redis;

namespace AgentLoad.Silo.Clients;

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What: "Redis", "Silos", …</param>
/// <param name="IsGood">True where nothing needs to be done.</param>
/// <param name="Text">What was found; where it is not good, with what to do.</param>
public sealed record CheckResult(string Subject, bool IsGood, string Text)
{
    /// <summary>True where a run can go on all the same.</summary>
    public bool IsWarning { get; init; }
}

/// <summary>Looks whether a cluster can carry a run.</summary>
public static class ClusterDiagnostics
{
    /// <summary>Looks at Redis, and at the silos where Redis answers. What fails is a finding, not an exception.</summary>
    /// <param name="address">The cluster.</param>
    /// <param name="wanted">How many silos are to be up.</param>
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
                    $"{address.Redis} keeps everything in memory only: records of a run are lost if it dies. Start it with --appendonly yes."
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

    /// <summary>What the silos that answer say of themselves.</summary>
    internal static IReadOnlyList<CheckResult> Evaluate(IReadOnlyList<SiloDescription> silos, string ours, int wanted = 1)
    {
        var up =
            silos.Count == 0
                ? new CheckResult(
                    "Silos",
                    false,
                    "none answers, though Redis knows some. Look at the log of a silo; between machines each needs --address with an address that others reach."
                )
            : silos.Count < wanted
                ? new CheckResult(
                    "Silos",
                    false,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{silos.Count} of {wanted} up: {string.Join(", ", silos.Select(silo => silo.Name))}. Look at the log of one that is not."
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
                    $"this is {ours}, but {string.Join(", ", others.Select(silo => $"{silo.Name} is {silo.Version}"))}. They understand each other; update the others before figures are compared."
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
                    $"{string.Join(", ", busy.Select(silo => silo.Name))}: more than 80 % of the processor in use. Add silos before a run is measured."
                )
                {
                    IsWarning = true,
                },
            ];
    }
}
