using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>A Redis that does not let everybody in: password, user with rights, TLS.</summary>
public sealed class RedisAccessTests : IDisposable
{
    private const string Password = "open-sesame-4711";
    private static readonly Dictionary<string, string> Environment = new() { ["REDIS_WORD"] = Password, ["WRONG_WORD"] = "guess" };

    private readonly EmptyFolder _folder = new();
    private readonly TestAuthority _authority;

    public RedisAccessTests() => _authority = new TestAuthority(_folder.Path, "redis");

    [Fact]
    public async Task Password_RightWrongAndNone_IsAskedForAndNeverShown()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", Password);

        await ShouldRunAsync(redis.Address, "--redis-password-env", "REDIS_WORD");

        (await RefusedAsync(redis.Url)).ShouldContain("requires a password: set it with --redis-password-env");
        (await RefusedAsync(redis.Url, "--redis-password-env", "WRONG_WORD")).ShouldContain("does not accept the user or the password");
        (await RefusedAsync(redis.Url, "--redis-password-env", "UNSET_WORD")).ShouldContain("UNSET_WORD");
    }

    [Fact]
    public async Task User_WithTheRightsInTheDocs_IsEnough()
    {
        await using var redis = await RedisServer.StartAsync([
            .. (
                $"--user default off --user load on >{Password} ~agentload/* &* +@all -@dangerous "
                + $"--user other on >{Password} ~other/* &* +@all"
            ).Split(' '),
        ]);

        await ShouldRunAsync($"redis://load@{redis.Address}", "--redis-password-env", "REDIS_WORD");

        (await RefusedAsync($"redis://other@{redis.Address}", "--redis-password-env", "REDIS_WORD")).ShouldContain(
            "keys that start with agentload/"
        );
        (await RefusedAsync($"redis://nobody@{redis.Address}", "--redis-password-env", "REDIS_WORD")).ShouldContain(
            "does not accept the user or the password"
        );
    }

    [Fact]
    public async Task Tls_CertificateOfANamedAuthority_IsCheckedBothWays()
    {
        var (certificate, key) = _authority.Issue("server");
        using var stranger = new TestAuthority(_folder.Path, "stranger");
        await using var redis = await RedisServer.StartAsync(
            "--tls-port",
            "0",
            "--tls-cert-file",
            certificate,
            "--tls-key-file",
            key,
            "--tls-ca-cert-file",
            _authority.File,
            "--tls-auth-clients",
            "yes"
        );
        var url = $"rediss://{redis.Address}";

        await ShouldRunAsync(url, ["--redis-ca", _authority.File, .. _authority.Options("silo")]);

        (await RefusedAsync(url, _authority.Options("client"))).ShouldContain("--redis-ca");
        (await RefusedAsync(url, ["--redis-ca", stranger.File, .. _authority.Options("client")])).ShouldContain("--redis-ca");
        (await RefusedAsync(url, "--redis-ca", _authority.File)).ShouldContain("--tls-cert");
        (await RefusedAsync(redis.Url)).ShouldContain("rediss://");
        (await RefusedAsync(url, "--redis-ca", "nowhere.pem")).ShouldContain("--redis-ca: there is no file 'nowhere.pem'");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private async Task ShouldRunAsync(string redis, params string[] options)
    {
        using var silo = Silos.Start(_folder.Path, Environment, redis, "alpha", options);
        await silo.LineAsync("is up on");
        using var client = AgentLoadProcess.Start(
            _folder.Path,
            Environment,
            ["run", "--cluster", redis, "--tasks", "5", "--agents", "2", "--strategy", "direct", .. options]
        );
        var run = await client.EndAsync();
        run.ShouldExit(0);
        run.All.ShouldNotContain(Password);
        silo.Signal(15);
        var ended = await silo.EndAsync();
        ended.ExitCode.ShouldBe(0, ended.All);
        ended.All.ShouldNotContain(Password);
    }

    private async Task<string> RefusedAsync(string redis, params string[] options)
    {
        using var client = AgentLoadProcess.Start(_folder.Path, Environment, ["cluster", "--cluster", redis, .. options]);
        var ended = await client.EndAsync();
        ended.ExitCode.ShouldBeOneOf([1, 2], ended.All);
        ended.All.ShouldNotContain(Password);
        ended.All.ShouldNotContain("   at ");
        return ended.Error;
    }
}
