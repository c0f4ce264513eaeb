using AgentLoad.Simulation;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.UserCode;

/// <summary>A silo that lacks the user's assembly, or has another, refuses; nothing is fetched.</summary>
public sealed class MissingAssemblyTests : IDisposable
{
    private readonly EmptyFolder _client = new();
    private readonly EmptyFolder _silo = new();

    [Fact]
    public async Task Run_WithAnAssemblyThatASiloLacksOrHasInAnotherBuild_IsRefusedUntilItIsThere()
    {
        await using var redis = await RedisServer.StartAsync();
        using var beta = await Silos.UpAsync(_silo.Path, redis.Address, "beta");
        File.Copy(UserAssemblies.Example, Path.Combine(_client.Path, "OwnAgent.dll"));
        // One path that is another folder for each process, as it is on several machines.
        _client.Write(
            "own.yaml",
            """
            groups:
              - {problem: multihop, agent: {assembly: /proc/self/cwd/OwnAgent.dll, type: OwnAgent.ResearchAgent}}
            load: {agents: 2, tasks: 4}
            """
        );

        var lacking = await RunAsync(redis);
        lacking.ExitCode.ShouldBe(1, lacking.All);
        lacking.Error.ShouldContain("Silo beta: OwnAgent.ResearchAgent cannot run here: there is no assembly /proc/self/cwd/OwnAgent.dll.");
        lacking.Error.ShouldContain("copy the assembly's folder to the same path on every silo's machine");
        Directory.GetFileSystemEntries(_silo.Path).ShouldBeEmpty();

        var copy = Path.Combine(_silo.Path, "OwnAgent.dll");
        await File.WriteAllBytesAsync(copy, [.. await File.ReadAllBytesAsync(UserAssemblies.Example), 0]);
        var another = await RunAsync(redis);
        another.ExitCode.ShouldBe(1, another.All);
        another.Error.ShouldContain(
            "Silo beta: OwnAgent.ResearchAgent cannot run here: /proc/self/cwd/OwnAgent.dll differs from the client's file."
        );

        File.Copy(UserAssemblies.Example, copy, overwrite: true);
        var there = await RunAsync(redis);
        there.ShouldExit(0);
    }

    public void Dispose()
    {
        _client.Dispose();
        _silo.Dispose();
    }

    private async Task<Finished> RunAsync(RedisServer redis)
    {
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { Profile = NodeProfiles.H100Vllm8B, Models = [new SimulatedModel("simulated:8b")] },
            new SkilledReplyGenerator(1, new ReplyGeneratorOptions()),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );
        return await AgentLoadProcess.RunAsync(
            _client.Path,
            "run",
            "own.yaml",
            "--cluster",
            redis.Url,
            "--url",
            node.Url,
            "--model",
            "simulated:8b",
            "--out",
            "runs"
        );
    }
}
