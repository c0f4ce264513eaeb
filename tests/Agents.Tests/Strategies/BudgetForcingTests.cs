using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class BudgetForcingTests
{
    [Fact]
    public void BudgetForcing_RandomBudgets_AppendsToOneMessage()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (continuations, tokens) = (random.Next(0, 8), random.Next(1, 100));
            // A scripted reply has 10 tokens.
            var thoughts = Math.Min(1 + continuations, (tokens + 9) / 10);
            var client = Scripts.Client((_, i) => i < thoughts ? $"thought {i}\n" : "right");

            var task = Scripts.Run(
                client,
                Scripts.Strategy("budget-forcing", ("continuations", (long)continuations), ("thinkingTokens", (long)tokens)),
                random
            );

            client.Requests.Count.ShouldBe(1 + thoughts);
            client.InFlight.ShouldAllBe(n => n == 1);
            task.Steps.Select(s => s.Name).ShouldBe(["think", .. Enumerable.Repeat("wait", thoughts - 1), "conclude"]);
            task.Steps.ShouldAllBe(s => s.After.SequenceEqual(s.Id == 1 ? Array.Empty<int>() : new[] { s.Id - 1 }));
            task.Steps.ShouldAllBe(s => s.OnAnswerPath);
            task.State.ShouldBe(TaskState.Solved);
            client.Requests[0].Messages.ShouldHaveSingleItem();
            var said = client.Requests.Skip(1).Select(r => r.Messages[^1]).ToArray();
            said.ShouldAllBe(m => m.Role == ChatRole.Assistant);
            said.Zip(said.Skip(1)).ShouldAllBe(p => p.Second.Content.StartsWith(p.First.Content, StringComparison.Ordinal));
            said[..^1].ShouldAllBe(m => m.Content.EndsWith("\nWait", StringComparison.Ordinal));
            said[^1].Content.ShouldBe(string.Join("\nWait", Enumerable.Range(0, thoughts).Select(i => $"thought {i}")) + "\nAnswer:");
            client.Requests.Select(r => r.Options.Stop.Count).ShouldBe([.. Enumerable.Repeat(1, thoughts), 0]);
            client.Requests.Take(thoughts).Select((r, i) => r.Options.MaxTokens + (10 * i)).ShouldAllBe(left => left == tokens);
        }
    }

    [Fact]
    public void BudgetForcing_Defaults_IsTwoCallsAndOneContinuation()
    {
        var client = Scripts.Client((_, _) => "Answer: right");

        Scripts.Run(client, Scripts.Strategy("budget-forcing"), new Random(1)).Answer.ShouldBe("right");

        client.Requests.Count.ShouldBe(3);
        client.Requests[0].Options.MaxTokens.ShouldBe(32000);
    }

    [Fact]
    public void BudgetForcing_ThinkingModel_PlacesReasoningBeforeText()
    {
        var client = new Sessions.PumpedClient((_, i) => Sessions.PumpedClient.Result($" text {i}") with { Thinking = $"reasoning {i}" });

        Scripts.Run(client, Scripts.Strategy("budget-forcing"), new Random(1));

        client.Requests[^1].Messages[^1].Content.ShouldBe("reasoning 0 text 0\nWaitreasoning 1 text 1\nAnswer:");
    }
}
