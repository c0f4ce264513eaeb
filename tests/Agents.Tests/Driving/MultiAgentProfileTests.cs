using AgentLoad.Agents.Driving;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Inference;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Driving;

public sealed class MultiAgentProfileTests
{
    [Theory]
    [InlineData("react", 4)]
    [InlineData("orchestrator-workers", 15)]
    public void AnthropicResearch_TokensOverAChats_AreThePublishedRatios(string strategy, double published)
    {
        var ratio = Tokens(strategy) / Tokens("direct");

        ratio.ShouldBeInRange(0.9 * published, 1.1 * published);
    }

    /// <summary>Mean tokens of 300 tasks, with a token for every four characters.</summary>
    private static double Tokens(string strategy)
    {
        const int count = 300;
        var source = ProblemCatalog.Find("multihop")!.CreateWith(("latency", "0s"));
        return Enumerable.Range(0, count).Sum(seed =>
        {
            var client = new PumpedClient((r, _) => PumpedClient.Result(new string('x', 4 * r.Options.MaxTokens)) with
            {
                PromptTokens = r.Messages.Sum(m => m.Content.Length) / 4,
                CompletionTokens = r.Options.MaxTokens,
            });
            var driving = new ShapedDriving(BehaviourProfile.Find("anthropic-research")!, (ulong)seed);
            var task = client.Run(Tasks.Plan(client, source.Create((ulong)seed), StrategyCatalog.Find(strategy)!.CreateWith(), driving, (ulong)seed));
            return task.Steps.Sum(s => (s.Call?.PromptTokens ?? 0) + (s.Call?.CompletionTokens ?? 0));
        }) / (double)count;
    }
}
