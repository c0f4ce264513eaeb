using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentLoad.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Http;

public sealed class LimitedListenerTests
{
    private const int Limit = 10;

    [Fact]
    public async Task Connections_OverTheLimit_AreClosedAndOneThatEndsMakesRoom()
    {
        await using var server = await StartAsync();
        var port = new Uri(
            server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()
        ).Port;

        var connections = Enumerable.Range(0, 50).Select(_ => new TcpClient()).ToList();
        var served = await Task.WhenAll(connections.Select(connection => IsServedAsync(connection, port)));

        served.Count(one => one).ShouldBe(Limit);
        connections[Array.IndexOf(served, true)].Dispose();
        await OneMoreIsServedAsync(port).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
        connections.ForEach(connection => connection.Dispose());
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().LimitConnections(Limit).ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.Run(context => context.Response.WriteAsync("served"));
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private static async Task OneMoreIsServedAsync(int port)
    {
        for (var served = false; !served; )
        {
            using var next = new TcpClient();
            served = await IsServedAsync(next, port);
            await Task.Delay(TimeSpan.FromMilliseconds(served ? 0 : 20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> IsServedAsync(TcpClient connection, int port)
    {
        try
        {
            await connection.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            var stream = connection.GetStream();
            await stream.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            var reply = new byte[4096];
            var count = await stream.ReadAsync(reply, TestContext.Current.CancellationToken);
            return Encoding.ASCII.GetString(reply, 0, count).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return false;
        }
    }
}
