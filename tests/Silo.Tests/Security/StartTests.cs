using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentLoad.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>What keeps a silo or a client from joining a cluster is said at once.</summary>
public sealed class StartTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Silo_WhosePortIsTaken_SaysWhichAndExits()
    {
        await using var redis = await RedisServer.StartAsync();
        var (port, gateway) = (Text(FreePort.Next()), Text(FreePort.Next()));
        using var first = AgentLoadProcess.Start(_folder.Path, "silo", "--redis", redis.Address, "--port", port, "--gateway-port", gateway);
        await first.LineAsync("is up on");

        (await RefusedAsync("silo", "--redis", redis.Address, "--port", port, "--gateway-port", Text(FreePort.Next()))).ShouldContain(
            $"Port {port} of 127.0.0.1 is taken, perhaps by another silo. Choose another with --port."
        );
        (await RefusedAsync("silo", "--redis", redis.Address, "--port", Text(FreePort.Next()), "--gateway-port", gateway)).ShouldContain(
            "--gateway-port"
        );
    }

    [Fact]
    public async Task Cluster_OfAnotherVersion_IsNotJoinedWhileItsSilosAreUp()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Address);
        await connection.GetDatabase().StringSetAsync("agentload/agentload/contract", 99);

        // Nobody of the other version is up: the cluster is ours.
        using (var silo = await Silos.UpAsync(_folder.Path, redis.Address, "alpha"))
        {
            await connection.GetDatabase().StringSetAsync("agentload/agentload/contract", 99);

            (await RefusedAsync("run", "--cluster", redis.Url)).ShouldContain("another version (contract 99");
            (
                await RefusedAsync(
                    "silo",
                    "--redis",
                    redis.Address,
                    "--port",
                    Text(FreePort.Next()),
                    "--gateway-port",
                    Text(FreePort.Next())
                )
            ).ShouldContain("another version (contract 99");
        }
    }

    [Fact]
    public async Task Redis_ThatIsFull_IsSaidAtTheStart()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory", "100kb", "--maxmemory-policy", "noeviction");

        foreach (var args in new[] { ["silo", "--redis", redis.Address], new[] { "run", "--cluster", redis.Url } })
        {
            var error = await RefusedAsync(args);
            error.ShouldContain("Redis is out of memory");
            error.ShouldContain("maxmemory");
        }
    }

    [Fact]
    public async Task Silo_ThatWaitsForRedis_JoinsOnceItIsUp()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.StopAsync();
        using var silo = AgentLoadProcess.Start(
            _folder.Path,
            "silo",
            "--redis",
            redis.Address,
            "--wait",
            "110",
            "--port",
            Text(FreePort.Next()),
            "--gateway-port",
            Text(FreePort.Next())
        );
        (await silo.LineAsync("waiting for up to")).ShouldContain($"No Redis answers at {redis.Url}");

        await redis.StartAgainAsync();
        await silo.LineAsync("is up on");
    }

    [Theory]
    [InlineData(
        "-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user.",
        "--protected-mode no"
    )]
    [InlineData("-ERR max number of clients reached", "maxclients")]
    public async Task Redis_ThatShowsTheDoor_IsSaidWithWhatToDo(string greeting, string advice)
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        var cancellation = TestContext.Current.CancellationToken;
        var guests = Task.Run(
            async () =>
            {
                while (true)
                {
                    using var guest = await door.AcceptTcpClientAsync(cancellation);
                    await guest.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{greeting}\r\n"), cancellation);
                }
            },
            cancellation
        );

        (await RefusedAsync("silo", "--redis", $"127.0.0.1:{((IPEndPoint)door.LocalEndpoint).Port}")).ShouldContain(advice);
        door.Stop();
        await Should.ThrowAsync<Exception>(guests);
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private async Task<string> RefusedAsync(params string[] args)
    {
        var ended = await AgentLoadProcess.RunAsync(_folder.Path, args);
        ended.ExitCode.ShouldBe(1, ended.All);
        ended.All.ShouldNotContain("   at ");
        return ended.Error;
    }
}
