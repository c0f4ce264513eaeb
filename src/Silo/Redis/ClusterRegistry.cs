using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Silo.Hosting;
using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>The cluster's own keys in Redis: the contract version of its silos and the list of runs.</summary>
internal sealed class ClusterRegistry(IConnectionMultiplexer redis, ClusterAddress address, TimeProvider time)
{
    /// <summary>Version of the contract between silos and clients. It is incremented when two versions cannot work together.</summary>
    public const int Contract = 1;

    private IDatabase Database => redis.GetDatabase();

    private string ContractKey => $"agentload/{address.ClusterId}/contract";

    private string AuthorityKey => $"agentload/{address.ClusterId}/tls";

    private string Authority => address.Tls?.Authority ?? "";

    private string RunsKey => $"agentload/{address.ClusterId}/runs";

    /// <summary>Connects and checks that Redis can be used.</summary>
    /// <exception cref="ClusterException">Redis does not answer, refuses the login, or takes no data.</exception>
    public static async Task<ClusterRegistry> OpenAsync(ClusterAddress address, TimeProvider time) =>
        new(await RedisConnector.OpenAsync(address).ConfigureAwait(false), address, time);

    /// <summary>Registers the contract of this build if no other silo is active, otherwise checks it.</summary>
    /// <exception cref="ClusterException">The contract differs.</exception>
    public async Task JoinAsync(bool isFirst)
    {
        if (isFirst)
        {
            await Database.StringSetAsync([new(ContractKey, Contract), new(AuthorityKey, Authority)]).ConfigureAwait(false);
        }
        else
        {
            await CheckAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Checks that the cluster has the same contract and certificate authority. This gives an early, clear error:
    /// the TLS handshake would fail later in any case.
    /// </summary>
    /// <exception cref="ClusterException">The contract or the certificate authority differs.</exception>
    public async Task CheckAsync()
    {
        var spoken = await Database.StringGetAsync(ContractKey).ConfigureAwait(false);
        if (spoken.HasValue && (int)spoken != Contract)
        {
            throw new ClusterException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The silos of cluster '{address.ClusterId}' are of another version (contract {(int)spoken}, this build speaks "
                        + $"{Contract}). Use the same version of agentload everywhere, or another --cluster-id."
                )
            );
        }

        var authority = await Database.StringGetAsync(AuthorityKey).ConfigureAwait(false);
        if (authority.HasValue && authority != Authority)
        {
            throw new ClusterException(
                $"The silos of cluster '{address.ClusterId}' "
                    + (
                        authority.ToString().Length == 0 ? "do not use TLS: omit --tls-cert, --tls-key and --tls-ca."
                        : address.Tls is null ? "use TLS: set --tls-cert, --tls-key and --tls-ca, with a certificate of their CA."
                        : "accept only certificates of another CA (--tls-ca)."
                    )
            );
        }
    }

    /// <summary>Counts the silos that are registered as active.</summary>
    public Task<int> ActiveSilosAsync() => ActiveSilosAsync(MembersKey(address.ClusterId));

    /// <summary>Addresses of the silos that are registered as active.</summary>
    public async Task<IReadOnlyList<IPAddress>> ActiveAddressesAsync() =>
        [
            .. (await ActiveRowsAsync(MembersKey(address.ClusterId)).ConfigureAwait(false))
                .Select(row => (string?)row["SiloAddress"]?["SiloAddress"])
                .OfType<string>()
                .Select(text => SiloAddress.FromParsableString(text).Endpoint.Address),
        ];

    /// <summary>Names of the clusters in this Redis that have active silos; empty if the Redis user may not list keys.</summary>
    public async Task<IReadOnlyList<string>> ClustersAsync()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var server in redis.GetServers())
            {
                await foreach (var key in server.KeysAsync(pattern: MembersKey("*")).ConfigureAwait(false))
                {
                    if (await ActiveSilosAsync(key.ToString()).ConfigureAwait(false) > 0)
                    {
                        names.Add(key.ToString()[MembersKey("").Length..]);
                    }
                }
            }
        }
        catch (RedisServerException)
        {
            // The Redis user may not list keys.
        }

        return [.. names];
    }

    /// <summary>Names of the cluster's runs by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunsAsync() =>
        (await Database.HashGetAllAsync(RunsKey).ConfigureAwait(false)).ToDictionary(
            e => e.Name.ToString(),
            e => e.Value.ToString(),
            StringComparer.Ordinal
        );

    /// <summary>Adds a run to the list, so that clients can attach to it.</summary>
    public Task AddAsync(string runId, string name) => Database.HashSetAsync(RunsKey, runId, name);

    /// <summary>Removes a deleted run from the list. If Redis does not answer, the name stays but is not listed.</summary>
    public async Task RemoveAsync(string runId)
    {
        try
        {
            await Database.HashDeleteAsync(RunsKey, runId).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisErrors.IsRedisFailure(e))
        {
            // The run has ended all the same.
        }
    }

    /// <summary>The record log of the cluster's runs.</summary>
    public RedisRecordLog Log(TimeProvider time) => new(redis, address.ClusterId, time);

    /// <summary>True if a crash of Redis could lose records.</summary>
    public async Task<bool> IsPersistenceDisabledAsync()
    {
        try
        {
            foreach (var server in redis.GetServers())
            {
                if ((await server.ConfigGetAsync("appendonly").ConfigureAwait(false)).Any(entry => entry.Value == "no"))
                {
                    return true;
                }
            }
        }
        catch (RedisException)
        {
            // A managed Redis does not expose its configuration.
        }

        return false;
    }

    private static string MembersKey(string clusterId) => $"{ClusterNames.Service}/members/{clusterId}";

    private async Task<int> ActiveSilosAsync(string membersKey) => (await ActiveRowsAsync(membersKey).ConfigureAwait(false)).Count();

    private async Task<IEnumerable<JsonObject>> ActiveRowsAsync(string membersKey) =>
        (await Database.HashGetAllAsync(membersKey).ConfigureAwait(false))
            .Select(row => JsonNode.Parse(row.Value.ToString()))
            .OfType<JsonObject>()
            .Where(entry => IsActive(entry["Status"]) && IsAlive(entry["IAmAliveTime"]));

    /// <summary>Silos send heartbeats; a killed one does not, and no silo may be left to remove it from the table.</summary>
    private bool IsAlive(JsonNode? said) => said is null || time.GetUtcNow() - (DateTimeOffset)said < TimeSpan.FromSeconds(100);

    private static bool IsActive(JsonNode? status) =>
        status?.GetValueKind() == JsonValueKind.Number
            ? (int)status == (int)SiloStatus.Active
            : (string?)status == nameof(SiloStatus.Active);
}
