using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>A run that one silo cannot serve is refused before it starts, and the refusal names the silo.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    [Fact]
    public async Task Run_WhoseServerOneSiloCannotReach_NamesTheSilo()
    {
        await using var server = await KeyCheckingServer.StartAsync(
            static (key, _, context) =>
            {
                if (key == "key-of-beta")
                {
                    context.Abort();
                }

                return Task.FromResult(key == "key-of-beta");
            }
        );
        using var alpha = await UpAsync("alpha", "key-of-alpha");
        using var beta = await UpAsync("beta", "key-of-beta");

        var refused = await RunAsync(server.Url);

        refused.ExitCode.ShouldBe(1, refused.All);
        refused.Error.ShouldContain("Silo beta: ");
        refused.Error.ShouldContain(server.Url);
        refused.Error.ShouldNotContain("Silo alpha: ");
        refused.All.ShouldNotContain("key-of-");
        var shown = await AgentLoadProcess.RunAsync(_folder.Path, "cluster", "--cluster", _redis.Url);
        shown.Output.ShouldNotContain("keyed", Case.Sensitive, shown.All);
    }

    [Fact]
    public async Task Run_WithAKeyThatOneSiloLacks_NamesTheSiloAndTheVariable()
    {
        await using var server = await KeyCheckingServer.StartAsync(static (_, _, _) => Task.FromResult(false));
        using var alpha = await UpAsync("alpha", "key-of-alpha");
        using var beta = await UpAsync("beta", null);

        var refused = await RunAsync(server.Url);

        refused.ExitCode.ShouldBe(1, refused.All);
        refused.Error.ShouldContain("Silo beta: ");
        refused.Error.ShouldContain("MODEL_KEY");
        refused.All.ShouldNotContain("key-of-");
    }

    [Fact]
    public async Task Run_WithAKeyThatOnlySilosHave_IsMadeByThemAlone()
    {
        await using var server = await KeyCheckingServer.StartAsync(static (_, _, _) => Task.FromResult(false));
        using var alpha = await UpAsync("alpha", "key-of-alpha");

        var run = await RunAsync(server.Url);
        var looked = await AgentLoadProcess.RunAsync(_folder.Path, "doctor", "keyed.yaml", "--cluster", _redis.Url);

        run.ShouldExit(0);
        server.Keys.Keys.ShouldBe(["key-of-alpha"]);
        looked.ExitCode.ShouldBe(0, looked.All);
        looked.Output.ShouldContain("default: not checked because its API key ${MODEL_KEY} is not set in this environment.");
    }

    [Fact]
    public async Task Run_WithAPasswordInAnAddress_IsToldToNameAVariable()
    {
        using var alpha = await UpAsync("alpha", null);

        var refused = await RunAsync("http://user:key-of-user@127.0.0.1:1");

        refused.ExitCode.ShouldBe(2, refused.All);
        refused.Error.ShouldContain("apiKey: ${NAME}");
        refused.All.ShouldNotContain("key-of-");
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<AgentLoadProcess> UpAsync(string name, string? key)
    {
        var silo = Silos.Start(_folder.Path, key is null ? [] : new() { ["MODEL_KEY"] = key }, _redis.Address, name);
        await silo.LineAsync("is up on");
        return silo;
    }

    private async Task<Finished> RunAsync(string url)
    {
        _folder.Write(
            "keyed.yaml",
            $$"""
            name: keyed
            endpoints:
              default: {url: "{{url}}", api: openai, model: "simulated:8b", apiKey: "${MODEL_KEY}"}
            groups: [{name: a, problem: game24, strategy: direct}]
            load: {agents: 2, tasks: 4}
            """
        );
        return await AgentLoadProcess.RunAsync(_folder.Path, "run", "keyed.yaml", "--cluster", _redis.Url);
    }
}
