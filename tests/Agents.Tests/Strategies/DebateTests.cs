using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class DebateTests
{
    [Fact]
    public void Debate_RandomArguments_RunsRoundsThatReadOthersAndAppend()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (agents, rounds) = (random.Next(1, 7), random.Next(1, 5));
            var says = Enumerable
                .Range(0, agents * rounds)
                .Select(i => random.Next(5) == 0 ? $"said {i}" : $"said {i} Answer: a{random.Next(3)}")
                .ToArray();
            var client = Scripts.Client((_, i) => says[i]);

            var task = Scripts.Run(client, Scripts.Strategy("debate", ("agents", (long)agents), ("rounds", (long)rounds)), random);

            client.Requests.Count.ShouldBe(agents * rounds);
            client.InFlight.ShouldBe(Enumerable.Range(1, rounds).SelectMany(_ => Enumerable.Range(1, agents).Reverse()));
            for (var i = 0; i < agents * rounds; i++)
            {
                var (round, agent) = (i / agents, i % agents);
                var before = round == 0 ? [] : Enumerable.Range(1, agents).Select(a => $"L{round}/argue/{a}").ToArray();
                task.After($"L{round + 1}/argue/{agent + 1}").ShouldBe(before, ignoreOrder: true);
                task.Uses($"L{round + 1}/argue/{agent + 1}").ShouldBe(before, ignoreOrder: true);
                if (round > 0)
                {
                    var last = client.Requests[i].Messages[^1].Content;
                    for (var other = 0; other < agents; other++)
                    {
                        last.Contains($"\nsaid {((round - 1) * agents) + other}")
                            .ShouldBe(other != agent && says[((round - 1) * agents) + other].Length > 0);
                    }
                }
            }

            for (var agent = 0; agent < agents; agent++)
            {
                Scripts.ShouldOnlyGrow([.. client.Requests.Where((_, i) => i % agents == agent)]);
            }

            var last2 = says[^agents..].Where(s => s.Contains("Answer")).GroupBy(s => s[^2..]).ToArray();
            task.ParseFailures.ShouldBe(says[^agents..].Count(s => !s.Contains("Answer")));
            task.Answer.ShouldBe(last2.Length == 0 ? null : last2.MaxBy(g => g.Count())!.Key);
            task.State.ShouldBe(TaskState.Unsolved);
        }
    }

    [Fact]
    public void Debate_Defaults_IsSixCalls()
    {
        var client = Scripts.Client((_, _) => "Answer: right");

        Scripts.Run(client, Scripts.Strategy("debate"), new Random(1)).State.ShouldBe(TaskState.Solved);

        client.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public void Debate_OneCallFails_ContinuesFromLastSuccessfulTurn()
    {
        for (var lost = 0; lost < 6; lost++)
        {
            var client = Scripts.Client((_, i) => i == lost ? null : $"I am {i} Answer: right");

            var task = Scripts.Run(client, Scripts.Strategy("debate"), new Random(lost));

            task.State.ShouldBe(TaskState.Solved);
            client.Requests.Count.ShouldBe(6);
            client.Requests.ShouldAllBe(r => r.Messages.Last().Role == ChatRole.User && r.Messages.Count % 2 == 1);
        }
    }
}
