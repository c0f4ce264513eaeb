using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class VerifierBeamTests
{
    [Fact]
    public void VerifierBeam_DistinctSteps_MakesExactlyTheFormulasCallsInTwoWavesAStep()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var (n, m, depth, iterations) = (random.Next(1, 20), random.Next(1, 6), random.Next(1, 6), random.Next(1, 7));
            var next = 0;
            var client = new PumpedClient(
                (r, _) => PumpedClient.Result(SearchChecks.Read(r).Asks == "propose" ? $"w{next++} other" : $"{random.Next(100)}")
            );

            var task = client.Run(Tasks.Plan(client, new FakeProblem(new FakeSearch(depth)), Beam(n, m, iterations)), random);

            // If there are fewer beams than copies, one beam is kept and copied to all beams.
            var kept = Math.Min(n, Math.Max(1, n / m) * m);
            var waves = Enumerable
                .Range(0, Math.Min(depth, iterations))
                .SelectMany(level => Enumerable.Repeat(level == 0 ? n : kept, 2))
                .ToArray();
            client.InFlight.ShouldBe(waves.SelectMany(w => Enumerable.Range(1, w).Reverse()));
            task.Steps.Count.ShouldBe(waves.Sum());
            SearchChecks.CheckEdges(task);
            CheckPaths(task, client, Math.Min(m, n));
            client.Requests.Zip(task.Steps).Where(r => r.Second.Name == "score").ShouldAllBe(r => r.First.Options.Temperature == 0);
            (task.Answer is null).ShouldBe(depth > iterations);
            if (task.Answer is not null)
            {
                task.Steps.Count(s => s.OnAnswerPath && s.Name == "step").ShouldBe(depth);
                task.Steps.Count(s => s.OnAnswerPath && s.Name == "score").ShouldBe(depth);
            }
        }
    }

    [Fact]
    public void VerifierBeam_RandomReplies_StaysWithinTheFormula()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var (n, m, iterations) = (random.Next(1, 12), random.Next(1, 5), random.Next(1, 8));
            var client = new PumpedClient(
                (r, i) =>
                    random.Next(seed % 2 == 0 ? 1000 : 9) == 0
                        ? PumpedClient.Result("", CallOutcome.ServerError)
                        : PumpedClient.Result(
                            r.Messages[^1].Content.Contains("sure, likely", StringComparison.Ordinal)
                                ? new[] { "sure", "likely", "impossible", "?" }[random.Next(4)]
                            : random.Next(4) == 0 ? $"Answer: {(random.Next(3) == 0 ? "right" : "wrong")}"
                            : random.Next(6) == 0 ? ""
                            : $"1. go {random.Next(4)}"
                        )
            );

            var task = client.Run(Tasks.Plan(client, new FakeProblem(), Beam(n, m, iterations)), random);

            task.Named("step").Count.ShouldBeLessThanOrEqualTo(n * iterations);
            task.Named("score").Count.ShouldBeLessThanOrEqualTo(task.Named("step").Count);
            client.InFlight.Max().ShouldBeLessThanOrEqualTo(n);
            task.State.ShouldBeOneOf(TaskState.Solved, TaskState.Unsolved, TaskState.Failed);
            SearchChecks.CheckEdges(task);
        }
    }

    [Fact]
    public void VerifierBeam_NothingToParse_EndsUnsolvedWithTheFailuresCounted()
    {
        var client = PumpedClient.Saying("");

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("verifier-beam")!.CreateWith()));

        (task.State, task.ParseFailures, task.Steps.Count).ShouldBe((TaskState.Unsolved, 16, 16));
    }

    /// <summary>A step extends one scored step, and at most m steps extend the same.</summary>
    private static void CheckPaths(TaskRecord task, PumpedClient client, int m)
    {
        foreach (var from in task.Named("step").Where(s => s.Uses.Count > 0).GroupBy(s => string.Join(',', s.Uses)))
        {
            from.Count().ShouldBe(m);
            var messages = client.Requests[from.First().Id - 1].Messages;
            from.ShouldAllBe(s => client.Requests[s.Id - 1].Messages.SequenceEqual(messages));
            var parent = client.Requests[from.First().Uses[0] - 1].Messages;
            messages.Count.ShouldBe(parent.Count + 2);
            messages.Take(parent.Count - 1).Skip(1).ShouldBe(parent.Skip(1).Take(parent.Count - 2));
            parent[0].Content.ShouldStartWith(messages[0].Content);
        }
    }

    private static IStrategy Beam(int n, int m, int iterations) =>
        StrategyCatalog.Find("verifier-beam")!.CreateWith(("beams", (long)n), ("copies", (long)m), ("iterations", (long)iterations));
}
