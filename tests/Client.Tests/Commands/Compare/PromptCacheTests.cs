using AgentLoad.Client.Commands;
using AgentLoad.Client.Results;
using AgentLoad.Client.Tests.Results;
using AgentLoad.Measurement.Runs;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Compare;

/// <summary>Runs against one node that keeps its prefix cache from run to run, as a model server does.</summary>
public sealed class PromptCacheTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public async Task Compare_RepeatedRun_IsServedAlikeWithADrawnSaltAndRefusedWithoutOne()
    {
        await using var node = await StartAsync();

        var (first, again) = (await RunAsync(node, "a"), await RunAsync(node, "b"));
        Salt(first).Length.ShouldBe(9);
        Salt(first).ShouldNotBe(Salt(again));
        PrefillOf(again).ShouldBeInRange(0.5 * PrefillOf(first), 2 * PrefillOf(first));
        (await AgentLoadCommand.InvokeAsync(["compare", first, again])).ShouldBe(ExitCode.Success);

        var (plain, cached) = (await RunAsync(node, "c", "--salt", "none"), await RunAsync(node, "d", "--salt", "none"));
        Salt(plain).ShouldBeEmpty();
        PrefillOf(cached).ShouldBeLessThan(0.5 * PrefillOf(plain), "every prompt is in the cache");
        (await AgentLoadCommand.InvokeAsync(["compare", plain, cached])).ShouldBe(ExitCode.BadInput);
        (await AgentLoadCommand.InvokeAsync(["compare", first, plain])).ShouldBe(ExitCode.BadInput, "only one of them has a salt");
        (await AgentLoadCommand.InvokeAsync(["compare", plain, cached, "--force"])).ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task Salt_Given_IsUsedAndRecordedAndMayRepeat()
    {
        await using var node = await StartAsync();

        var (first, again) = (await RunAsync(node, "a", "--salt", "mine"), await RunAsync(node, "b", "--salt", "mine"));

        (Salt(first), Salt(again)).ShouldBe(("mine", "mine"));
        File.ReadAllText(Path.Combine(first, "workload.yaml")).ShouldContain("salt: mine");
        SummaryOf(first).Calls.PromptCache.ShouldNotBeNull().Share.ShouldBeNull("another run may have sent the same prompts");
    }

    [Fact]
    public async Task SavedWorkload_OfADrawnSalt_DrawsAgain()
    {
        await using var node = await StartAsync();

        var first = await RunAsync(node, "a");

        File.ReadAllText(Path.Combine(first, "workload.yaml")).ShouldContain("salt: auto");
        var cache = SummaryOf(first).Calls.PromptCache.ShouldNotBeNull();
        cache.Ceiling.ShouldNotBeNull().ShouldBeInRange(0.1, 0.3, "tasks share the salt and the instructions");
    }

    /// <inheritdoc/>
    public void Dispose() => _temp.Dispose();

    /// <summary>A node on which the prefill of a prompt takes much longer than anything else.</summary>
    private static Task<SimulatedNode> StartAsync() =>
        SimulatedNode.StartAsync(
            new SimulatedNodeOptions
            {
                Profile = NodeProfiles.Instant with { PerPrefillToken = 1e-3, PrefixCache = PrefixCacheMode.Global },
                Models = [new SimulatedModel("m")],
            },
            new SkilledReplyGenerator(1, new ReplyGeneratorOptions()),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

    private static RunSummary SummaryOf(string folder)
    {
        using var archive = RunStore.Open(folder);
        return archive.ReadSummary().ShouldNotBeNull();
    }

    private static string Salt(string folder) => SummaryOf(folder).Run.Salt.ShouldNotBeNull();

    private static double PrefillOf(string folder) => SummaryOf(folder).Calls.ServerPrefillSeconds.ShouldNotBeNull().P50;

    private async Task<string> RunAsync(SimulatedNode node, string name, params string[] options)
    {
        string[] run =
        [
            "run",
            "--url",
            node.Url,
            "--model",
            "m",
            "--strategy",
            "direct",
            "--agents",
            "1",
            "--tasks",
            "6",
            "--baseline",
            "0",
            "--ui",
            "none",
            "--host",
            "process",
            "--name",
            name,
            "--out",
            _temp.Path,
        ];
        // A busy machine may delay the client, which makes a run invalid but not its prompts.
        (await AgentLoadCommand.InvokeAsync([.. run, .. options])).ShouldBeOneOf(ExitCode.Success, ExitCode.Invalid);
        return Directory.GetDirectories(_temp.Path, $"*-{name}").ShouldHaveSingleItem();
    }
}
