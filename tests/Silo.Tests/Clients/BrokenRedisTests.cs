using System.Net;
using System.Net.Sockets;
using AgentLoad.Client.Commands;
using AgentLoad.Silo.Clients;
using AgentLoad.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Clients;

/// <summary>Redis that breaks in the middle of a command of a client.</summary>
public sealed class BrokenRedisTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    /// <summary>Every command is cut off at several moments: while it connects, between two reads, and while it lists.</summary>
    [Fact]
    public async Task Command_CutOffFromRedis_EndsWithAnErrorInsteadOfAStackTrace()
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes");
        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "one");
        string[][] commands =
        [
            ["cluster"],
            ["doctor"],
            ["attach", "nothing", "--out", _folder.Path],
        ];
        var cuts = commands.SelectMany(command => new[] { 6, 9, 12, 15 }.Select(requests => CutAsync(redis.Port, command, requests)));

        var exits = await Task.WhenAll(cuts).WaitAsync(TimeSpan.FromMinutes(2));

        exits.ShouldContain(ExitCode.Failure);
        exits.ShouldBeSubsetOf([ExitCode.Success, ExitCode.Failure, ExitCode.BadInput]);
    }

    [Fact]
    public void Failure_IsDescribedInOneLine()
    {
        var broken = ClusterFailures.Describe(
            new RedisConnectionException(ConnectionFailureType.SocketFailure, "SocketFailure on 127.0.0.1:1\n   at somewhere")
        );
        broken.ShouldBe("The connection to the cluster's Redis broke: Redis does not answer. Try again when Redis is up.");
        ClusterFailures
            .Describe(new OrleansException("no gateway\nleft"))
            .ShouldBe("The cluster does not answer: no gateway left Check the log of its silos.");
        ClusterFailures.Describe(new ArgumentException("a bug")).ShouldBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> CutAsync(int redis, string[] command, int requests)
    {
        using var proxy = new CuttingProxy(redis, requests);
        return await AgentLoadCommand.InvokeAsync([.. command, "--cluster", $"127.0.0.1:{proxy.Port}"]);
    }

    /// <summary>Forwards to Redis until a number of requests, then closes every connection and refuses new ones.</summary>
    private sealed class CuttingProxy : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _cut = new();
        private readonly int _redis;
        private int _left;

        public CuttingProxy(int redis, int requests)
        {
            (_redis, _left) = (redis, requests);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AcceptAsync();
        }

        public int Port { get; }

        public void Dispose()
        {
            _cut.Cancel();
            _listener.Dispose();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync(_cut.Token));
                }
            }
            catch (OperationCanceledException)
            {
                _listener.Stop();
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using var closing = client;
            using var server = new TcpClient();
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _redis, _cut.Token);
                await Task.WhenAny(
                    CopyAsync(client, server, () => Interlocked.Decrement(ref _left) >= 0),
                    CopyAsync(server, client, static () => true)
                );
            }
            catch (OperationCanceledException)
            {
                // The connection is cut.
            }
        }

        private async Task CopyAsync(TcpClient from, TcpClient to, Func<bool> mayPass)
        {
            var buffer = new byte[65536];
            while (await from.GetStream().ReadAsync(buffer, _cut.Token) is > 0 and var read)
            {
                if (!mayPass())
                {
                    await _cut.CancelAsync();
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _cut.Token);
            }
        }
    }
}
