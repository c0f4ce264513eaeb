using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class SelfRefineTests
{
    [Fact]
    public void SelfRefine_RandomFeedback_IsChainOfAtMostOnePlusK()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var refinements = random.Next(0, 8);
            var says = Enumerable
                .Range(0, refinements + 1)
                .Select(i =>
                    random.Next(i == 0 ? 6 : 9) switch
                    {
                        0 => seed % 3 == 0 ? null : "Verdict: no",
                        1 => "hm",
                        8 => "All is well. Verdict: yes",
                        7 => $"Verdict: no\nAnswer: n{i}",
                        _ => $"Answer: a{i}",
                    }
                )
                .ToArray();
            var client = Scripts.Client((_, i) => says[i]);

            var task = Scripts.Run(client, Scripts.Strategy("self-refine", ("refinements", (long)refinements)), random);

            var expected = Expected(says);
            client.Requests.Count.ShouldBe(expected.Calls);
            client.InFlight.ShouldAllBe(n => n == 1);
            task.ParseFailures.ShouldBe(expected.Bad);
            task.Answer.ShouldBe(expected.Answer);
            task.State.ShouldBe(expected is { Answer: null, IsFailed: true } ? TaskState.Failed : TaskState.Unsolved);
            task.Steps.ShouldAllBe(s => s.After.SequenceEqual(s.Id == 1 ? Array.Empty<int>() : new[] { s.Id - 1 }));
            var prompt = client.Requests[0].Messages[0];
            foreach (var (request, i) in client.Requests.Select((r, i) => (r, i)).Skip(1))
            {
                // The question is shared; earlier answers are not sent again.
                request.Messages.Count.ShouldBe(3);
                request.Messages[0].ShouldBe(prompt);
                request.Messages[1].ShouldBe(ChatMessage.Assistant(says[expected.Shown[i - 1]]!));
            }
        }
    }

    [Fact]
    public void SelfRefine_NeverCorrectWithDefaults_IsFiveCalls()
    {
        var client = Scripts.Client((_, i) => $"Verdict: no\nAnswer: {i}");

        Scripts.Run(client, Scripts.Strategy("self-refine"), new Random(1)).Answer.ShouldBe("4");

        client.Requests.Count.ShouldBe(5);
    }

    private static (int Calls, int Bad, string? Answer, bool IsFailed, List<int> Shown) Expected(string?[] says)
    {
        if (says[0] is null)
        {
            return (1, 0, null, true, []);
        }

        var (bad, text) = (says[0]!.Contains("Answer") ? 0 : 1, 0);
        var answer = Read(says[0]!);
        List<int> shown = [];
        for (var i = 1; i < says.Length; i++)
        {
            shown.Add(text);
            if (says[i] is not { } said || said.EndsWith("yes"))
            {
                return (i + 1, bad, answer, says[i] is null, shown);
            }

            (answer, text) = Read(said) is { } read ? (read, i) : (answer, text);
            bad += said.Contains("Verdict") ? 0 : 1;
        }

        return (says.Length, bad, answer, false, shown);
    }

    private static string? Read(string said) => said.Contains("Answer") ? said[(said.LastIndexOf(':') + 2)..] : null;
}
