using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Observability;

/// <summary><c>agentload doctor</c> finds what stands in the way of a run, and says what to do.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Doctor_WithoutRedisSilosOrModel_SaysWhatToFix()
    {
        var noRedis = await AgentLoadProcess.RunAsync(_folder.Path, "doctor", "--cluster", "redis://127.0.0.1:1");
        noRedis.ExitCode.ShouldBe(1, noRedis.All);
        noRedis.Output.ShouldContain("FIX   Redis");
        noRedis.Output.ShouldContain("redis-server --port 1");

        await using var redis = await RedisServer.StartAsync();
        var noSilo = await AgentLoadProcess.RunAsync(_folder.Path, "doctor", "--cluster", redis.Url);
        noSilo.ExitCode.ShouldBe(1, noSilo.All);
        noSilo.Output.ShouldContain("FIX   Silos");
        noSilo.Output.ShouldContain("agentload silo --redis");

        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { Models = [new SimulatedModel("simulated:8b")] },
            new ProseReplyGenerator(),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );
        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "alpha");
        var noModel = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "doctor",
            "--cluster",
            redis.Url,
            "--url",
            node.Url,
            "--model",
            "nobody:1b"
        );
        noModel.ExitCode.ShouldBe(1, noModel.All);
        noModel.Output.ShouldContain("FIX   Endpoint");
        noModel.Output.ShouldContain("nobody:1b");

        var well = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "doctor",
            "--cluster",
            redis.Url,
            "--url",
            node.Url,
            "--model",
            "simulated:8b"
        );
        well.ExitCode.ShouldBe(0, well.All);
        well.Output.ShouldContain("1 up: alpha");
        well.Output.ShouldContain("A run can start.");

        var lonely = await AgentLoadProcess.RunAsync(_folder.Path, "doctor", "--cluster", redis.Url, "--silos", "3");
        lonely.ExitCode.ShouldBe(1, lonely.All);
        lonely.Output.ShouldContain("FIX   Silos      1 of 3 up: alpha");
    }

    [Fact]
    public async Task Doctor_ThatWaits_SaysForWhatAndEndsWhenASiloIsUp()
    {
        await using var redis = await RedisServer.StartAsync();
        using var doctor = AgentLoadProcess.Start(_folder.Path, "doctor", "--cluster", redis.Url, "--wait", "120");
        await doctor.LineAsync("FIX   Silos");
        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "late");

        var ended = await doctor.EndAsync();
        ended.ExitCode.ShouldBe(0, ended.All);
        ended.Output.ShouldContain("1 up: late");
    }

    public void Dispose() => _folder.Dispose();
}
