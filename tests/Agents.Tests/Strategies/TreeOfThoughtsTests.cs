using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class TreeOfThoughtsTests
{
    [Fact]
    public void StateSearch_RandomTrees_MakesTheCallsWavesAndEdgesOfTheReferenceSearch()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (depth, breadth, evaluations) = (random.Next(1, 5), random.Next(1, 7), random.Next(1, 4));
            var words = random.Next(1, 6);
            var failShare = seed % 3 == 0 ? 0.15 : 0;
            var client = new PumpedClient((r, i) => Say(r.Messages[0].Content, new Random((seed * 100003) + i), words, failShare));
            var strategy = StrategyCatalog
                .Find("tree-of-thoughts")!
                .CreateWith(("breadth", (long)breadth), ("evaluations", (long)evaluations));

            var task = client.Run(Tasks.Plan(client, new FakeProblem(new FakeSearch(depth)), strategy), random);

            var proposals = task.Named("propose").Count;
            proposals.ShouldBeLessThanOrEqualTo(1 + (breadth * (depth - 1)));
            var waves = Waves(task);
            client.InFlight.Max().ShouldBe(waves.Max(w => w.Length));
            client.InFlight.ShouldBe(waves.SelectMany(w => Enumerable.Range(1, w.Length).Reverse()));
            CheckEdges(task, waves);
            var valued = client.Requests.Select(r => r.Messages[0].Content).Where(c => c.StartsWith("value:", StringComparison.Ordinal));
            valued.GroupBy(c => c).ShouldAllBe(g => g.Count() == evaluations);
            if (task.State is TaskState.Unsolved && failShare == 0)
            {
                (task.Answer is null || FakeSearch.Level(task.Answer) == depth).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void StateSearch_EnoughCandidates_MakesExactlyTheFormulasCalls()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var (depth, breadth, evaluations) = (random.Next(1, 6), random.Next(1, 8), random.Next(1, 5));
            var next = 0;
            var client = new PumpedClient(
                (r, _) =>
                    PumpedClient.Result(
                        r.Messages[0].Content.StartsWith("propose", StringComparison.Ordinal)
                            ? string.Join(' ', Enumerable.Range(0, breadth).Select(_ => $"s{next++}"))
                            : $"{random.Next(10)}"
                    )
            );
            var strategy = StrategyCatalog
                .Find("tree-of-thoughts")!
                .CreateWith(("breadth", (long)breadth), ("evaluations", (long)evaluations));

            var task = client.Run(Tasks.Plan(client, new FakeProblem(new FakeSearch(depth)), strategy), random);

            var proposals = 1 + (breadth * (depth - 1));
            task.Named("propose").Count.ShouldBe(proposals);
            task.Named("value").Count.ShouldBe(proposals * breadth * evaluations);
            task.Steps.Select(s => s.Key).ShouldBeUnique();
        }
    }

    [Fact]
    public void StateSearch_OneBranchWins_ExcludesOthersFromAnswerPath()
    {
        var client = new PumpedClient(
            (r, _) =>
                PumpedClient.Result(
                    r.Messages[0].Content switch
                    {
                        "propose:" => "bad good",
                        "propose:good" => "best",
                        "propose:bad" => "worst",
                        var value
                            when value.EndsWith("good", StringComparison.Ordinal) || value.EndsWith("best", StringComparison.Ordinal) =>
                            "20",
                        _ => "1",
                    }
                )
        );
        var strategy = StrategyCatalog.Find("tree-of-thoughts")!.CreateWith(("breadth", 2L), ("evaluations", 1L));

        var task = client.Run(Tasks.Plan(client, new FakeProblem(new FakeSearch(2)), strategy));

        task.Answer.ShouldBe("good best");
        task.Steps.Where(s => s.OnAnswerPath).Select(s => s.Key).ShouldBe(["L1/propose/1", "L1/value/2/1", "L2/propose/1", "L2/value/1/1"]);
    }

    [Fact]
    public void TextSearch_RandomVotes_IsFourWavesAndFollowsTheMajority()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (samples, votes) = (random.Next(1, 8), random.Next(1, 8));
            var script = Enumerable
                .Range(0, 2 * (samples + votes))
                .Select(i =>
                    i % (samples + votes) < samples ? $"text{i} Answer: a{i}" : $"The best choice is {random.Next(0, samples + 1)}"
                )
                .ToArray();
            var client = new PumpedClient((_, i) => PumpedClient.Result(script[i]));
            var strategy = StrategyCatalog.Find("tree-of-thoughts")!.CreateWith(("samples", (long)samples), ("votes", (long)votes));

            var task = client.Run(Tasks.Plan(client, new FakeProblem(), strategy), random);

            client.InFlight.ShouldBe(new[] { samples, votes, samples, votes }.SelectMany(n => Enumerable.Range(1, n).Reverse()));
            client.Requests.ShouldAllBe(r => r.Options.Temperature == 1.0);
            var plan = Winner(script[samples..(samples + votes)], samples);
            var answer = Winner(script[^votes..], samples);
            client.Requests[samples + votes].Messages[0].Content.ShouldEndWith($"Follow this plan:\n{script[plan]}");
            task.Answer.ShouldBe($"a{samples + votes + answer}");
            task.Named("sample")
                .Where(s => s.OnAnswerPath)
                .Select(s => s.Key)
                .ShouldBe([$"L1/sample/{plan + 1}", $"L2/sample/{answer + 1}"]);
            task.Named("vote")
                .Count(s => s.OnAnswerPath)
                .ShouldBe(
                    script[samples..(samples + votes)].Count(v => v.EndsWith($" {plan + 1}", StringComparison.Ordinal))
                        + script[^votes..].Count(v => v.EndsWith($" {answer + 1}", StringComparison.Ordinal))
                );
            task.Steps.Where(s => s.Key == "L2/sample/1")
                .ShouldHaveSingleItem()
                .After.ShouldBe(
                    task.Steps.Where(s => s.Key.StartsWith("L1/vote", StringComparison.Ordinal))
                        .Select(s => s.Id)
                        .Append(task.Steps.First(s => s.Key == $"L1/sample/{plan + 1}").Id)
                        .Order()
                );
        }
    }

    private static int Winner(string[] votes, int samples) =>
        Enumerable.Range(0, samples).MaxBy(i => votes.Count(v => v.EndsWith($" {i + 1}", StringComparison.Ordinal)));

    private static Inference.CallResult Say(string prompt, Random random, int words, double failShare) =>
        random.NextDouble() < failShare ? PumpedClient.Result("", CallOutcome.ServerError)
        : prompt.StartsWith("propose", StringComparison.Ordinal)
            ? PumpedClient.Result(string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"w{random.Next(words)}")))
        : PumpedClient.Result(random.Next(5) == 0 ? "?" : $"{random.Next(10)}");

    /// <summary>Steps grouped by level, proposals before values; levels without new states have no values.</summary>
    private static StepRecord[][] Waves(TaskRecord task) =>
        [.. task.Steps.GroupBy(s => (s.Key.Split('/')[0], s.Name)).Select(g => g.ToArray())];

    private static void CheckEdges(TaskRecord task, StepRecord[][] waves)
    {
        var byId = task.Steps.ToDictionary(s => s.Id);
        for (var i = 0; i < waves.Length; i++)
        {
            foreach (var step in waves[i])
            {
                var before = i == 0 ? [] : waves[i - 1].Select(s => s.Id).ToArray();
                before.Except(step.After).ShouldBeEmpty();
                step.Uses.Except(step.After).ShouldBeEmpty();
                step.After.ShouldAllBe(id => id < step.Id);
                var proposals = step.Uses.Count(id => byId[id].Name == "propose");
                proposals.ShouldBe(i == 0 ? 0 : 1);
                if (step.Name == "value")
                {
                    step.Uses.Count.ShouldBe(1);
                    step.After.ShouldBe(before);
                }
            }
        }
    }
}
