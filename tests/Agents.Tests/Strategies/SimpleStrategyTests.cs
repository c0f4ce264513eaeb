using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class SimpleStrategyTests
{
    [Theory]
    [InlineData("direct", "Answer at once")]
    [InlineData("chain-of-thought", "Think, then")]
    public void SingleCall_AnyReply_IsOneCallOfItsPrompt(string name, string prompt)
    {
        var client = PumpedClient.Saying("So Answer: right");

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find(name)!.CreateWith()));

        task.State.ShouldBe(TaskState.Solved);
        task.Answer.ShouldBe("right");
        task.Steps.ShouldHaveSingleItem().OnAnswerPath.ShouldBeTrue();
        client.InFlight.ShouldBe([1]);
        task.Steps[0].After.ShouldBeEmpty();
        client.Requests.ShouldHaveSingleItem().Messages.ShouldHaveSingleItem().Content.ShouldContain(prompt);
    }

    public static TheoryData<string> Every => [.. StrategyCatalog.All.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Every))]
    public void Strategy_EveryCallFails_IsFailedWithTheReason(string name)
    {
        foreach (var problem in ProblemsFor(name))
        {
            var client = new PumpedClient((_, _) => PumpedClient.Result("x", CallOutcome.ServerError) with { Error = "boom" });

            var task = client.Run(Tasks.Plan(client, problem, StrategyCatalog.Find(name)!.CreateWith()));

            task.State.ShouldBe(TaskState.Failed);
            task.Error.ShouldBe("ServerError: boom");
            task.Answer.ShouldBeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Strategy_UnparsableReplies_EndsUnsolvedAndCountsFailures(string name)
    {
        foreach (var problem in ProblemsFor(name))
        {
            foreach (var text in new[] { "", "hm" })
            {
                var client = PumpedClient.Saying(text);

                var task = client.Run(Tasks.Plan(client, problem, StrategyCatalog.Find(name)!.CreateWith()));

                task.State.ShouldBe(TaskState.Unsolved);
                if (text.Length == 0 || name != "budget-forcing")
                {
                    // After the "Answer:" of budget forcing, any word is an answer.
                    task.ParseFailures.ShouldBeGreaterThan(0);
                }
            }
        }
    }

    /// <summary>Problems with and without states and tools; a game for self-play.</summary>
    private static Problem[] ProblemsFor(string name) =>
        StrategyCatalog.Find(name)!.FindIncompatibility?.Invoke(new FakeProblem()) is null
            ? [new FakeProblem(), new FakeProblem(new FakeSearch(3), hasTools: true)]
            : [new NimProblem(5)];

    [Fact]
    public void SelfConsistency_RandomSamples_RunInParallelAndMajorityWins()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var samples = random.Next(1, 60);
            // null is a failed call; "" is no answer.
            var says = Enumerable
                .Range(0, samples)
                .Select(_ =>
                    random.Next(6) switch
                    {
                        0 => null,
                        1 => "",
                        var n => $"a{n}",
                    }
                )
                .ToArray();
            var client = new PumpedClient(
                (_, i) =>
                    says[i] switch
                    {
                        null => PumpedClient.Result("", CallOutcome.ConnectionLost),
                        "" => PumpedClient.Result("I do not know"),
                        var answer => PumpedClient.Result($"Answer: {answer}"),
                    }
            );

            var strategy = StrategyCatalog.Find("self-consistency")!.CreateWith(("samples", (long)samples));
            var task = client.Run(Tasks.Plan(client, new FakeProblem(), strategy), random);

            client.InFlight.ShouldBe(Enumerable.Range(1, samples).Reverse());
            task.Steps.Count.ShouldBe(samples);
            task.Steps.ShouldAllBe(s => s.After.Count == 0 && s.Uses.Count == 0 && s.Name == "sample");
            client.Requests.ShouldAllBe(r => r.Messages.SequenceEqual(client.Requests[0].Messages), "the whole prompt is shared");
            client.Requests.Select(r => r.Options.Seed).Distinct().Count().ShouldBe(samples);
            client.Requests.ShouldAllBe(r => r.Options.Temperature == 0.7);
            task.ParseFailures.ShouldBe(says.Count(s => s == ""));
            var votes = says.Where(s => s is { Length: > 0 }).GroupBy(s => s).Select(g => (g.Key, Count: g.Count())).ToArray();
            var most = votes.Select(v => v.Count).DefaultIfEmpty(0).Max();
            if (most == 0)
            {
                task.State.ShouldBe(says.All(s => s is null) ? TaskState.Failed : TaskState.Unsolved);
                continue;
            }

            task.Answer.ShouldBe(says.First(s => votes.Any(v => v.Key == s && v.Count == most)));
            task.Steps.Where(s => s.OnAnswerPath)
                .Select(s => s.Key)
                .ShouldBe(Enumerable.Range(1, samples).Where(i => says[i - 1] == task.Answer).Select(i => $"sample/{i}"));
        }
    }

    [Fact]
    public void Catalog_EveryEntry_CreatesStrategyWithItsName()
    {
        foreach (var entry in StrategyCatalog.All)
        {
            entry.CreateWith().Name.ShouldBe(entry.Name);
            StrategyCatalog.Find(entry.Name).ShouldBe(entry);
        }

        StrategyCatalog.Find("no-such").ShouldBeNull();
    }
}
