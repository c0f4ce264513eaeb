using AgentLoad.Agents.Driving;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Driving;

public sealed class CopilotProfileTests
{
    /// <summary>With a token for every word. What is sent again is what an unlimited prefix cache would hold.</summary>
    [Fact]
    public void Copilot_Turns_AreThePublishedOnesWithinTenPercent()
    {
        const int turns = 150;
        var source = ProblemCatalog.Find("multihop")!.CreateWith(("latency", "0s"));
        var react = StrategyCatalog.Find("react")!.CreateWith(("steps", 60L), ("maxTokens", 8000L), ("context", 65_500L));
        var (calls, tools, prompt, completion, resent) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var seed = 0UL; seed < turns; seed++)
        {
            var client = new PumpedClient((r, _) => PumpedClient.Result(string.Concat(Enumerable.Repeat("word ", r.Options.MaxTokens))) with
            {
                PromptTokens = r.Messages.Sum(m => m.Content.AsSpan().Count(' ')),
                CompletionTokens = r.Options.MaxTokens,
            });
            var driving = new ShapedDriving(BehaviourProfile.Find("copilot-2026")!, seed);
            var task = client.Run(Tasks.Plan(client, source.Create(seed), react, driving, seed));
            var made = task.Steps.Where(s => s.Call is not null).Select(s => s.Call!).ToArray();
            (calls, tools) = (calls + made.Length, tools + task.Steps.Count - made.Length);
            (prompt, completion) = (prompt + made.Sum(c => c.PromptTokens!.Value), completion + made.Sum(c => c.CompletionTokens!.Value));
            resent += made.Sum(c => c.ResentTokens!.Value);
        }

        var seen = $"{calls / turns} calls, {tools / turns} tools, {prompt / calls} prompt, {completion / calls} completion, {resent / prompt} re-sent";
        (calls / turns / 7.83).ShouldBeInRange(0.9, 1.1, seen);
        (tools / turns / 7.3).ShouldBeInRange(0.9, 1.1, seen);
        (prompt / calls / 67_800).ShouldBeInRange(0.9, 1.1, seen);
        (completion / calls / 527).ShouldBeInRange(0.9, 1.1, seen);
        (resent / prompt / 0.857).ShouldBeInRange(0.9, 1.1, seen);
    }
}
