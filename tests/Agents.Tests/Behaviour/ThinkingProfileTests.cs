using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Tests.Strategies;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Behaviour;

/// <summary>
/// Compares shaped budget forcing with o1-class models: 4 to 5 times the tokens on average, 10 times in the worst case.
/// </summary>
public sealed class ThinkingProfileTests
{
    private const int Cases = 4000;

    [Fact]
    public void BudgetForcing_ShapedAsThinkingModels_HasThePublishedMultiplesOfADirectAnswer()
    {
        var direct = Tokens("direct").Average();
        var thinking = Tokens("budget-forcing");

        // The standard error of the first ratio is 3 %, mostly due to the direct answers, and of the second 4 %.
        (thinking.Average() / direct).ShouldBe(4.5, 0.5);
        (thinking[(int)(0.99 * Cases)] / direct).ShouldBe(10, 1.5);
    }

    /// <summary>Completion tokens of each task, ascending.</summary>
    private static double[] Tokens(string strategy) =>
        [
            .. Enumerable
                .Range(0, Cases)
                .Select(seed =>
                {
                    var client = PumpedClient.Saying("");
                    var behaviour = new ShapedBehaviour(BehaviourProfile.Find("thinking-o1")!, (ulong)seed);
                    var task = client.Run(
                        Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find(strategy)!.CreateWith(), behaviour, (ulong)seed)
                    );
                    return (double)task.Steps.Sum(s => s.Call!.RequestedTokens);
                })
                .Order(),
        ];
}
