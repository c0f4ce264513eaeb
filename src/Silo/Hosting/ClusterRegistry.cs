using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Silo.Records;
using StackExchange.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>What a cluster keeps in Redis beside Orleans: which contract its silos speak, and which runs there are.</summary>
internal sealed class ClusterRegistry(IConnectionMultiplexer redis, ClusterAddress address)
{
    /// <summary>Changes whenever silos or clients of two versions would misunderstand each other.</summary>
    public const int Contract = 1;

    private IDatabase Database => redis.GetDatabase();

    private string ContractKey => $"agentload/{address.ClusterId}/contract";

    private string RunsKey => $"agentload/{address.ClusterId}/runs";

    /// <summary>Connects, and finds out at once what stands in the way.</summary>
    /// <exception cref="ClusterException">Redis does not answer, does not let us in, or takes no data.</exception>
    public static async Task<ClusterRegistry> OpenAsync(ClusterAddress address)
    {
        var options = address.Redis.Options(address.RedisAuthority);
        // Asking how Redis keeps its data counts as administration.
        options.AllowAdmin = true;
        var redis = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
        try
        {
            await redis.GetDatabase().StringSetAsync($"agentload/{address.ClusterId}/touch", 1, TimeSpan.FromMinutes(1)).ConfigureAwait(false);
            return new ClusterRegistry(redis, address);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            await redis.DisposeAsync().ConfigureAwait(false);
            throw new ClusterException(Explain(address, e), e);
        }
    }

    /// <summary>Says which contract this build speaks, where nobody else of the cluster is up; checks it where somebody is.</summary>
    /// <exception cref="ClusterException">The cluster speaks another.</exception>
    public async Task JoinAsync(bool isFirst)
    {
        if (isFirst)
        {
            await Database.StringSetAsync(ContractKey, Contract).ConfigureAwait(false);
        }
        else
        {
            await CheckAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Checks that the cluster speaks our contract.</summary>
    /// <exception cref="ClusterException">It speaks another.</exception>
    public async Task CheckAsync()
    {
        var spoken = await Database.StringGetAsync(ContractKey).ConfigureAwait(false);
        if (spoken.HasValue && (int)spoken != Contract)
        {
            throw new ClusterException(string.Create(
                CultureInfo.InvariantCulture,
                $"The silos of cluster '{address.ClusterId}' are of another version (contract {(int)spoken}, this build speaks {Contract}). Use the same version of agentload everywhere, or another --cluster-id."));
        }
    }

    /// <summary>How many silos of the cluster are up, as far as they know of each other.</summary>
    public async Task<int> ActiveSilosAsync() =>
        (await Database.HashGetAllAsync($"{ClusterNames.Service}/members/{address.ClusterId}").ConfigureAwait(false))
            .Count(row => JsonNode.Parse(row.Value.ToString()) is JsonObject entry && IsActive(entry["Status"]));

    /// <summary>Names of clusters that this Redis knows.</summary>
    public async Task<IReadOnlyList<string>> ClustersAsync()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var server in redis.GetServers())
        {
            await foreach (var key in server.KeysAsync(pattern: $"{ClusterNames.Service}/members/*").ConfigureAwait(false))
            {
                names.Add(key.ToString()[$"{ClusterNames.Service}/members/".Length..]);
            }
        }

        return [.. names];
    }

    /// <summary>Names of the runs that the cluster knows, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunsAsync() =>
        (await Database.HashGetAllAsync(RunsKey).ConfigureAwait(false)).ToDictionary(e => e.Name.ToString(), e => e.Value.ToString(), StringComparer.Ordinal);

    /// <summary>Keeps a run's name, so that it can be attached to.</summary>
    public Task AddAsync(string runId, string name) => Database.HashSetAsync(RunsKey, runId, name);

    /// <summary>Forgets a run.</summary>
    public Task RemoveAsync(string runId) => Database.HashDeleteAsync(RunsKey, runId);

    /// <summary>The log of the cluster's runs.</summary>
    public RedisLog Log(TimeProvider time) => new(redis, address.ClusterId, time);

    /// <summary>True where a kill of this machine's Redis could lose records.</summary>
    public async Task<bool> IsForgetfulAsync()
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

    private static bool IsActive(JsonNode? status) =>
        status?.GetValueKind() == JsonValueKind.Number ? (int)status == (int)SiloStatus.Active : (string?)status == nameof(SiloStatus.Active);

    private static string Explain(ClusterAddress address, Exception e)
    {
        var line = RedisTrouble.Say(e);
        return e is RedisServerException
            ? $"Redis at {address.Redis}: {line}."
            : $"""
               No Redis answers at {address.Redis}{(address.Redis.IsTls ? " (TLS)" : "")}. Start one, for example:
                 redis-server --port {address.Redis.Port} --appendonly yes     (Debian: apt-get install redis-server)
                 docker run -p {address.Redis.Port}:6379 redis:7 redis-server --appendonly yes
               """;
    }
}
