using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Redis;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Redis;

/// <summary>Servers at the address of Redis that do not let a client in.</summary>
public sealed class RedisConnectorTests
{
    [Theory]
    [InlineData("+PONG\r\n", "it was restarting. Try again.")]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n", "Redis is still loading its data.")]
    [InlineData("-NOAUTH Authentication required.\r\n", "Redis requires a password: set it with --redis-password-env.")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "the server does not answer as Redis does. If it uses TLS, use rediss://.")]
    [InlineData("", "the server does not answer as Redis does. If it uses TLS, use rediss://.")]
    public async Task Open_ServerThatAnswersOnlyAPing_NamesWhatItIs(string answer, string reason)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = ServeAsync(server, answer);
        var address = new ClusterAddress(RedisAddress.Parse(server.LocalEndpoint.ToString()!), "test", null);

        var refused = await Should.ThrowAsync<ClusterException>(() => RedisConnector.OpenAsync(address));

        refused.Message.ShouldEndWith(reason);
        server.Stop();
        await serving;
    }

    /// <summary>Answers a PING and closes every other connection.</summary>
    private static async Task ServeAsync(TcpListener server, string answer)
    {
        try
        {
            while (true)
            {
                using var connection = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                var request = new byte[256];
                var read = await connection.GetStream().ReadAsync(request, TestContext.Current.CancellationToken);
                if (Encoding.ASCII.GetString(request, 0, read) == "PING\r\n")
                {
                    await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has ended.
        }
    }
}
