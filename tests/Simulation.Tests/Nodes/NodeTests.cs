using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Nodes;

public sealed class NodeTests
{
    private static readonly NodeProfile Profile = NodeProfiles.Rtx4090Ollama8B with { QueueLimit = 2 };
    private readonly Random _random = new(3);

    [Fact]
    public void TrySubmit_ColdModelWithQueueOfTwo_AcceptsThreeOfEight()
    {
        var node = new Node(Profile);
        Enumerable.Range(0, 8).Count(_ => node.TrySubmit(0, Call())).ShouldBe(3);
        node.Statistics.Overloaded.ShouldBe(5);
    }

    [Fact]
    public void TrySubmit_WarmModelWithQueueOfTwo_AcceptsForty()
    {
        var node = new Node(Profile);
        node.TrySubmit(0, Call());
        Enumerable.Range(0, 40).ShouldAllBe(_ => node.TrySubmit(10, Call()));
    }

    [Fact]
    public void TrySubmit_ColdModel_SeparatesLoadAndQueueTime()
    {
        var (node, call) = (new Node(Profile), Call());
        node.TrySubmit(1, call);
        node.Advance(100);
        call.LoadSeconds.ShouldBe(Profile.LoadSeconds, 1e-9);
        call.QueueSeconds.ShouldBe(0, 1e-9);
        call.State.ShouldBe(NodeCallState.Ended);
    }

    [Fact]
    public void TrySubmit_OtherContext_ReloadsAfterWorkInFlight()
    {
        var (node, first, other) = (new Node(Profile), Call(), Call(context: 8192));
        node.TrySubmit(0, first);
        node.Advance(Profile.LoadSeconds + 0.01);
        node.TrySubmit(Profile.LoadSeconds + 0.01, other);
        node.Advance(1000);
        other.Ready.ShouldBe(first.Ended + Profile.LoadSeconds, 1e-9);
        node.Statistics.Loads.ShouldBe(2);
    }

    [Fact]
    public void Advance_IdleLongerThanKeepAlive_Unloads()
    {
        var (node, call) = (new Node(Profile), Call(keepAlive: 10));
        node.TrySubmit(0, call);
        node.Advance(5);
        node.Loaded.Single().ExpiresAt.ShouldBe(call.Ended + 10, 1e-9);
        node.Advance(call.Ended + 9.9);
        node.Loaded.ShouldNotBeEmpty();
        node.Advance(call.Ended + 10.1);
        node.Loaded.ShouldBeEmpty();
    }

    [Fact]
    public void TrySubmit_MoreModelsThanFit_EvictsTheIdleOne()
    {
        var node = new Node(Profile with { MaxLoaded = 1 });
        var (first, second) = (Call(model: "a"), Call(model: "b"));
        node.TrySubmit(0, first);
        node.TrySubmit(0, second);
        node.Advance(100);
        second.Ready.ShouldBe(first.Ended + Profile.LoadSeconds, 1e-9);
        node.Loaded.Single().Model.ShouldBe("b");
    }

    [Fact]
    public void Unload_WorkInFlight_WaitsForIt()
    {
        var (node, call) = (new Node(Profile), Call());
        node.TrySubmit(0, call);
        node.Advance(3);
        node.TrySubmit(3, Call());
        node.Unload(3, "m");
        node.Loaded.ShouldNotBeEmpty();
        node.Advance(100);
        node.Loaded.ShouldBeEmpty();
    }

    [Fact]
    public void Get_UnknownProfile_ListsTheKnownOnes() =>
        Should.Throw<ArgumentException>(() => NodeProfiles.Get("h200")).Message.ShouldContain("h100-vllm-8b");

    [Fact]
    public void All_EveryProfile_IsValidAndNamesItsSource() =>
        NodeProfiles.All.ShouldAllBe(profile => profile.Validated().Source.Length > 0);

    private NodeCall Call(string model = "m", int context = 4096, double keepAlive = 300) =>
        Profiles.Call(100, 50, _random, model, context, keepAlive);
}
