using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AgentLoad.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>TLS between silos, and from clients to silos: only certificates of the cluster's authority are let in.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly TestAuthority _ours;
    private readonly TestAuthority _theirs;

    public TlsTests() => (_ours, _theirs) = (new TestAuthority(_folder.Path, "ours"), new TestAuthority(_folder.Path, "theirs"));

    [Fact]
    public async Task Run_OnTwoSilosWithTls_WorksForMembersAndForNobodyElse()
    {
        await using var redis = await RedisServer.StartAsync();
        var gateway = FreePort.Next();
        using var alpha = AgentLoadProcess.Start(
            _folder.Path,
            [
                "silo",
                "--redis",
                redis.Address,
                "--name",
                "alpha",
                "--port",
                Text(FreePort.Next()),
                "--gateway-port",
                Text(gateway),
                .. _ours.Options("alpha"),
            ]
        );
        await alpha.LineAsync("is up on");
        using var beta = await Silos.UpAsync(_folder.Path, redis.Address, "beta", _ours.Options("beta"));

        string[] run = ["run", "--cluster", redis.Url, "--tasks", "20", "--agents", "6", "--strategy", "direct"];
        var member = await AgentLoadProcess.RunAsync(_folder.Path, [.. run, .. _ours.Options("client")]);
        member.ShouldExit(0);

        var plain = await AgentLoadProcess.RunAsync(_folder.Path, "cluster", "--cluster", redis.Url);
        plain.ExitCode.ShouldBe(1, plain.All);
        plain.Error.ShouldContain("use TLS: set --tls-cert");
        var foreign = await AgentLoadProcess.RunAsync(_folder.Path, ["silo", "--redis", redis.Address, .. _theirs.Options("mallory")]);
        foreign.ExitCode.ShouldBe(1, foreign.All);
        foreign.Error.ShouldContain("another CA");

        // What is said above is help only: who takes it out of Redis still stands before the silos' door.
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Address);
        await connection.GetDatabase().KeyDeleteAsync("agentload/agentload/tls");
        foreach (var options in new[] { [], _theirs.Options("mallory") })
        {
            var intruder = await AgentLoadProcess.RunAsync(_folder.Path, ["cluster", "--cluster", redis.Url, .. options]);
            intruder.ExitCode.ShouldBe(1, intruder.All);
            intruder.Error.ShouldContain("silos are registered as active but none accepts connections from this host");
            intruder.Output.ShouldBeEmpty();
        }

        await ShouldBeHungUpOnAsync(gateway, null);
        await ShouldBeHungUpOnAsync(gateway, _theirs);
    }

    [Fact]
    public async Task Silo_WithACertificateThatExpired_SaysSoAtOnce()
    {
        var (certificate, key) = _ours.Issue("old", begin: -9, end: -2);
        var ended = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "silo",
            "--redis",
            "127.0.0.1:1",
            "--tls-cert",
            certificate,
            "--tls-key",
            key,
            "--tls-ca",
            _ours.File
        );

        ended.ExitCode.ShouldBe(2, ended.All);
        ended.Error.ShouldContain("expired on");
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _folder.Dispose();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    /// <summary>A silo waits for the first word of those that it lets in; to others it ends the connection.</summary>
    private static async Task ShouldBeHungUpOnAsync(int port, TestAuthority? authority)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        // The test's own silo: only who is let in is looked at.
#pragma warning disable CA5359
        await using var tls = new SslStream(client.GetStream(), false, static (_, _, _, _) => true);
#pragma warning restore CA5359
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "anybody",
            ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
        };
        if (authority?.Issue("anybody") is { } files)
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(files.Certificate, files.Key)];
        }

        try
        {
            await tls.AuthenticateAsClientAsync(options);
            (await tls.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // Refused in the handshake.
        }
    }
}
