using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Silo.Hosting;
using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>What a cluster keeps in Redis beside Orleans: which contract its silos speak, and which runs there are.</summary>
internal sealed class ClusterRegistry(IConnectionMultiplexer redis, ClusterAddress address, TimeProvider time)
{
    /// <summary>Changes whenever silos or clients of two versions would misunderstand each other.</summary>
    public const int Contract = 1;

    private IDatabase Database => redis.GetDatabase();

    private string ContractKey => $"agentload/{address.ClusterId}/contract";

    private string AuthorityKey => $"agentload/{address.ClusterId}/tls";

    private string Authority => address.Tls?.Authority ?? "";

    private string RunsKey => $"agentload/{address.ClusterId}/runs";

    /// <summary>Connects, and finds out at once what stands in the way.</summary>
    /// <exception cref="ClusterException">Redis does not answer, does not let us in, or takes no data.</exception>
    public static async Task<ClusterRegistry> OpenAsync(ClusterAddress address, TimeProvider time) =>
        new(await RedisConnector.OpenAsync(address).ConfigureAwait(false), address, time);

    /// <summary>Says which contract this build speaks, where nobody else of the cluster is up; checks it where somebody is.</summary>
    /// <exception cref="ClusterException">The cluster speaks another.</exception>
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
    /// Checks that the cluster speaks our contract, and lets in whom our certificate's authority names. Only to say so at once: whoever
    /// is not let in fails at the silos' door, whatever stands in Redis.
    /// </summary>
    /// <exception cref="ClusterException">It speaks another, or asks for another certificate.</exception>
    public async Task CheckAsync()
    {
        var spoken = await Database.StringGetAsync(ContractKey).ConfigureAwait(false);
        if (spoken.HasValue && (int)spoken != Contract)
        {
            throw new ClusterException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The silos of cluster '{address.ClusterId}' are of another version (contract {(int)spoken}, this build speaks {Contract}). Use the same version of agentload everywhere, or another --cluster-id."
                )
            );
        }

        var authority = await Database.StringGetAsync(AuthorityKey).ConfigureAwait(false);
        if (authority.HasValue && authority != Authority)
        {
            throw new ClusterException(
                $"The silos of cluster '{address.ClusterId}' {(authority.ToString().Length == 0 ? "speak without TLS: leave out --tls-cert, --tls-key and --tls-ca" : address.Tls is null ? "speak TLS only: name a certificate of their authority with --tls-cert, --tls-key and --tls-ca" : "let in certificates of another authority (--tls-ca)")}."
            );
        }
    }

    /// <summary>How many silos of the cluster are up, as far as they say so themselves.</summary>
    public Task<int> ActiveSilosAsync() => ActiveSilosAsync(MembersKey(address.ClusterId));

    /// <summary>Names of clusters of this Redis that have silos up; none where its user may not look.</summary>
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
            // A user of Redis who may not list keys is told the rest.
        }

        return [.. names];
    }

    /// <summary>When a silo last said that it is up, by its own clock; null where Redis does not know it.</summary>
    public async Task<string?> LastHeartbeatAsync(SiloAddress silo) =>
        (await Database.HashGetAsync(MembersKey(address.ClusterId), silo.ToString()).ConfigureAwait(false)) is { HasValue: true } row
            ? (string?)JsonNode.Parse(row.ToString())?["IAmAliveTime"]
            : null;

    /// <summary>Names of the runs that the cluster knows, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunsAsync() =>
        (await Database.HashGetAllAsync(RunsKey).ConfigureAwait(false)).ToDictionary(
            e => e.Name.ToString(),
            e => e.Value.ToString(),
            StringComparer.Ordinal
        );

    /// <summary>Keeps a run's name, so that it can be attached to.</summary>
    public Task AddAsync(string runId, string name) => Database.HashSetAsync(RunsKey, runId, name);

    /// <summary>Forgets a run whose grain has forgotten it. No results depend on it: a name that stays, as Redis does not answer, is not shown.</summary>
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

    /// <summary>The log of the cluster's runs.</summary>
    public RedisRecordLog Log(TimeProvider time) => new(redis, address.ClusterId, time);

    /// <summary>True where a kill of this machine's Redis could lose records.</summary>
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
            // A managed Redis does not say; it keeps its data by its own rules.
        }

        return false;
    }

    private static string MembersKey(string clusterId) => $"{ClusterNames.Service}/members/{clusterId}";

    private async Task<int> ActiveSilosAsync(string membersKey) =>
        (await Database.HashGetAllAsync(membersKey).ConfigureAwait(false)).Count(row =>
            JsonNode.Parse(row.Value.ToString()) is JsonObject entry && IsActive(entry["Status"]) && IsAlive(entry["IAmAliveTime"])
        );

    /// <summary>A silo says so every 30 s; one that was killed does not, and nobody may be left to take it off the list.</summary>
    private bool IsAlive(JsonNode? said) => said is null || time.GetUtcNow() - (DateTimeOffset)said < TimeSpan.FromSeconds(100);

    private static bool IsActive(JsonNode? status) =>
        status?.GetValueKind() == JsonValueKind.Number
            ? (int)status == (int)SiloStatus.Active
            : (string?)status == nameof(SiloStatus.Active);
}
