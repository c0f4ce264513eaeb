using System.Globalization;
using System.IO.Compression;
using System.Text;
using AgentLoad.Testing;
using Microsoft.AspNetCore.Http;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>Secrets of a run on a cluster are found nowhere: not in Redis, files, reports, metrics, nor in what anybody prints.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Key = "canary-key-83741";
    private const string RefusedKey = "canary-refused-29054";
    private const string Password = "canary-redis-60318";
    private const string Bystander = "canary-bystander-11786";
    private const int HeldFrom = 40;

    private static readonly string[] Canaries = [Key, RefusedKey, Password, Bystander];

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["MODEL_KEY"] = Key,
        ["REFUSED_KEY"] = RefusedKey,
        ["REDIS_WORD"] = Password,
        ["SOME_TOKEN"] = Bystander,
    };

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_OnAClusterWhoseServerEchoesKeys_LeavesThemNowhere()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await KeyCheckingServer.StartAsync(
            async (key, number, context) =>
            {
                if (key == RefusedKey)
                {
                    return await EchoAsync(context, 401, key);
                }

                if (number == HeldFrom)
                {
                    held.SetResult();
                }

                if (number >= HeldFrom)
                {
                    await release.Task;
                }

                return number > 8 && number % 4 != 0 && await EchoAsync(context, number % 2 == 0 ? 429 : 500, key);
            }
        );
        await using var redis = await RedisServer.StartAsync("--requirepass", Password, "--rdbcompression", "no", "--loglevel", "verbose");
        var http = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
        using var alpha = Silos.Start(
            _folder.Path,
            Environment,
            redis.Address,
            "alpha",
            "--redis-password-env",
            "REDIS_WORD",
            "--http",
            http
        );
        using var beta = Silos.Start(_folder.Path, Environment, redis.Address, "beta", "--redis-password-env", "REDIS_WORD");
        await Task.WhenAll(alpha.LineAsync("is up on"), beta.LineAsync("is up on"));

        var refused = await Run(redis, Workload("refused", server.Url, "REFUSED_KEY")).EndAsync();
        refused.ExitCode.ShouldBe(1, refused.All);
        refused.Error.ShouldContain("Silo ");

        using var client = Run(redis, Workload("keyed", server.Url, "MODEL_KEY"));
        await held.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var kept = await InRedisAsync(redis);
        kept.ShouldContain("***", customMessage: "errors that echo the key are recorded, masked");
        kept.ShouldContain("${MODEL_KEY}", customMessage: "the workload is there, with the variable's name");
        ShouldHoldNoCanary("Redis", kept);
        using var scraper = new HttpClient();
        ShouldHoldNoCanary("metrics", await scraper.GetStringAsync($"http://{http}/metrics"));
        release.SetResult();
        var run = await client.EndAsync();
        ShouldHoldNoCanary("Redis after the run", await InRedisAsync(redis));

        var report = await AgentLoadProcess.RunAsync(_folder.Path, "report", _folder.OnlyRun);
        alpha.Signal(15);
        beta.Signal(15);
        foreach (var ended in new[] { refused, run, report, await alpha.EndAsync(), await beta.EndAsync() })
        {
            ShouldHoldNoCanary("an output", ended.All);
        }

        File.Exists(Path.Combine(_folder.OnlyRun, "summary.json")).ShouldBeTrue(run.All);
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            ShouldHoldNoCanary(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void ShouldHoldNoCanary(string where, string text)
    {
        foreach (var canary in Canaries)
        {
            text.ShouldNotContain(canary, customMessage: where);
        }
    }

    private static async Task<bool> EchoAsync(HttpContext context, int status, string key)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$$"""{"error":{"message":"Bearer {{{key}}}: the key {{{key}}} may not do this now"}}""");
        return true;
    }

    /// <summary>All that is in Redis, records unpacked.</summary>
    private static async Task<string> InRedisAsync(RedisServer redis)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.Address},password={Password}");
        var database = connection.GetDatabase();
        var text = new StringBuilder();
        await foreach (var key in connection.GetServers().Single().KeysAsync())
        {
            text.AppendLine(key.ToString()).AppendLine(Encoding.Latin1.GetString(await database.KeyDumpAsync(key) ?? []));
            if (await database.KeyTypeAsync(key) == RedisType.Stream)
            {
                foreach (var entry in await database.StreamRangeAsync(key))
                {
                    using var packed = new BrotliStream(new MemoryStream((byte[])entry["r"]!), CompressionMode.Decompress);
                    text.AppendLine(await new StreamReader(packed).ReadToEndAsync());
                }
            }
        }

        return text.ToString();
    }

    private AgentLoadProcess Run(RedisServer redis, string workload) =>
        AgentLoadProcess.Start(_folder.Path, Environment, "run", workload, "--cluster", redis.Url, "--redis-password-env", "REDIS_WORD");

    private string Workload(string name, string url, string variable) =>
        _folder.Write(
            $"{name}.yaml",
            $$"""
            name: {{name}}
            endpoints:
              default: {url: "{{url}}", api: openai, model: "simulated:8b", apiKey: "{{"${" + variable + "}"}}"}
            groups: [{name: a, problem: game24, strategy: direct}]
            load: {agents: 4, tasks: 60}
            """
        );
}
