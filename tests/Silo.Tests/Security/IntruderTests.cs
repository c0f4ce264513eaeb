using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using AgentLoad.Agents.Grains;
using AgentLoad.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>Nobody controls a silo from outside who was not let in.</summary>
public sealed class IntruderTests : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private readonly int _gateway = FreePort.Next();
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    [Fact]
    public async Task Silo_WithoutAnAddress_ListensOnLoopbackOnly()
    {
        using var silo = await UpAsync();

        var listening = IPGlobalProperties
            .GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Where(l => l.Port == _port || l.Port == _gateway)
            .ToArray();

        listening.Length.ShouldBe(2);
        listening.ShouldAllBe(l => IPAddress.IsLoopback(l.Address));
    }

    [Fact]
    public async Task Silo_WithAnAddressOfThisMachine_ListensThereAndNowhereElse()
    {
        var address = NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses.Select(a => a.Address))
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        Assert.SkipWhen(address is null, "this machine has no address but loopback");
        using var silo = await UpAsync("--address", address.ToString());

        var listening = IPGlobalProperties
            .GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Where(l => l.Port == _port || l.Port == _gateway)
            .ToArray();

        listening.Length.ShouldBe(2);
        listening.ShouldAllBe(l => l.Address.Equals(address));
    }

    [Fact]
    public async Task Client_OfAnotherClusterId_IsNotHeard()
    {
        using var silo = await UpAsync();

        (await DescribesItselfToAsync("agentload")).ShouldBeTrue();
        (await DescribesItselfToAsync("other")).ShouldBeFalse();
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<AgentLoadProcess> UpAsync(params string[] options)
    {
        var silo = AgentLoadProcess.Start(
            _folder.Path,
            ["silo", "--redis", _redis.Address, "--port", Text(_port), "--gateway-port", Text(_gateway), .. options]
        );
        await silo.LineAsync("is up on");
        return silo;
    }

    /// <summary>Sequence the silo past Redis, as somebody would who found its port.</summary>
    private async Task<bool> DescribesItselfToAsync(string clusterId)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, _gateway));
            client.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (clusterId, "agentload"));
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(5));
        });
        using var host = builder.Build();
        try
        {
            await host.StartAsync();
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts();
            return (await grains.GetGrain<ISiloGrain>(hosts.Keys.Single().ToParsableString()).DescribeAsync()).Agents == 0;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return false;
        }
        finally
        {
            await host.StopAsync();
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
