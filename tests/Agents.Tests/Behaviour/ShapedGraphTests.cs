using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Tests.Strategies;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Behaviour;

public sealed class ShapedGraphTests
{
    [Fact]
    public void Shaped_SameSeed_ProducesSameGraphForAnyOrderTextAndApi()
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            foreach (var entry in StrategyCatalog.All)
            {
                foreach (var problem in new[] { new FakeProblem(hasTools: true), new FakeProblem(new FakeSearch(4)) })
                {
                    var first = Run(entry.CreateWith(), problem, seed, order: 1, "", isNative: false);
                    var second = Run(entry.CreateWith(), problem, seed, order: 2, "Action: search[{}]\nAnswer: 7", isNative: true);

                    second.Graph().ShouldBe(first.Graph());
                    second.Answer.ShouldBe(first.Answer);
                    second
                        .Steps.Where(s => s.Call is not null)
                        .ToDictionary(s => s.Key, s => s.Call!.RequestedTokens)
                        .ShouldBe(
                            first.Steps.Where(s => s.Call is not null).ToDictionary(s => s.Key, s => s.Call!.RequestedTokens),
                            ignoreOrder: true
                        );
                }
            }
        }
    }

    [Fact]
    public void Shaped_OtherSeed_ProducesOtherGraph() =>
        Enumerable
            .Range(0, 20)
            .Select(seed =>
                Run(
                        StrategyCatalog.Find("tree-of-thoughts")!.CreateWith(),
                        new FakeProblem(new FakeSearch(4, 8)),
                        (ulong)seed,
                        1,
                        "",
                        false
                    )
                    .Graph()
            )
            .Distinct()
            .Count()
            .ShouldBeGreaterThan(10);

    private static Measurement.Records.TaskRecord Run(
        IStrategy strategy,
        FakeProblem problem,
        ulong seed,
        int order,
        string text,
        bool isNative
    )
    {
        var client = PumpedClient.Saying(text);
        var behaviour = new ShapedBehaviour(BehaviourProfile.Default, seed);
        var task = client.Run(Tasks.Plan(client, problem, strategy, behaviour, seed, isNative), new Random(order));
        client.Requests.ShouldAllBe(r => r.Options.FixedLength);
        return task;
    }
}
