using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Inference;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions;

public sealed class ResentTokensTests
{
    [Fact]
    public void ResentTokens_RandomConversations_EqualTheLongestCommonPrefixWithAnEarlierPrompt()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var prompts = Enumerable
                .Range(0, 25)
                .Select(_ => Enumerable.Range(0, random.Next(1, 5)).Select(_ => Message(random)).ToArray())
                .ToArray();
            var client = PumpedClient.Saying("");

            var task = client.Run(Tasks.Plan(client, new FakeProblem(), new Sender(prompts)), random);

            for (var i = 0; i < prompts.Length; i++)
            {
                var total = prompts[i].Sum(m => m.Content.Length);
                var common = prompts[..i].Select(p => Common(p, prompts[i])).DefaultIfEmpty(0).Max();
                task.Steps[i].Call!.ResentTokens.ShouldBe(total == 0 ? 0 : (int)Math.Round(1000 * (common / (double)total)));
            }
        }
    }

    [Fact]
    public void ResentTokens_SamplesOfOnePrompt_AreAllButTheFirst()
    {
        var client = PumpedClient.Saying("Answer: right");

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("self-consistency")!.CreateWith(("samples", 4L))));

        task.Steps.Select(s => s.Call!.ResentTokens).ShouldBe([0, 1000, 1000, 1000]);
    }

    private static ChatMessage Message(Random random) =>
        new(
            random.Next(2) == 0 ? ChatRole.User : ChatRole.Assistant,
            string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => (char)('a' + random.Next(2))))
        );

    private static int Common(ChatMessage[] earlier, ChatMessage[] prompt)
    {
        var common = 0;
        for (var i = 0; i < Math.Min(earlier.Length, prompt.Length); i++)
        {
            if (earlier[i] != prompt[i])
            {
                return common + (earlier[i].Role == prompt[i].Role ? earlier[i].Content.AsSpan().CommonPrefixLength(prompt[i].Content) : 0);
            }

            common += prompt[i].Content.Length;
        }

        return common;
    }

    /// <summary>Sends the prompts concurrently.</summary>
    private sealed class Sender(ChatMessage[][] prompts) : IStrategy
    {
        public string Name => "sender";

        public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
        {
            await Task.WhenAll(
                prompts.Select((p, i) => session.CallAsync(new CallSpec("send", StepKeys.Of("send", i), p), cancellationToken))
            );
            return Answer.NoAnswer;
        }
    }
}
