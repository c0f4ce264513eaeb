using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class RapTests
{
    [Fact]
    public void Rap_DistinctActions_MakesTheFormulasCallsInWaves()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (depth, actions, answers, iterations) = (random.Next(1, 6), random.Next(1, 6), random.Next(1, 6), random.Next(1, 12));
            var next = 0;
            var client = new PumpedClient(
                (r, _) =>
                    PumpedClient.Result(
                        SearchChecks.Read(r).Asks switch
                        {
                            "propose" => $"w{next++} w{next++}",
                            "value" => $"{random.Next(10)}",
                            var step => step,
                        }
                    )
            );

            var task = client.Run(
                Tasks.Plan(client, new FakeProblem(new FakeSearch(depth)), Rap(depth, actions, answers, iterations)),
                random
            );

            // All paths end with answers on the last level, which need no prediction.
            task.State.ShouldBe(TaskState.Unsolved);
            FakeSearch.Level(task.Answer!).ShouldBe(depth);
            var expanded = task.Named("propose").Count / actions;
            task.Named("propose").Count.ShouldBe(expanded * actions);
            task.Named("value").Count.ShouldBe(expanded * actions);
            task.Named("predict").Count.ShouldBe((expanded - 1) * answers);
            expanded.ShouldBeInRange(depth, 1 + (iterations * (depth - 1)));
            client.InFlight.Max().ShouldBe(depth == 1 ? actions : Math.Max(actions, answers));
            SearchChecks.CheckEdges(task);
            CheckWaves(task, client);
            task.Steps.Where(s => s.OnAnswerPath)
                .GroupBy(s => s.Name)
                .Select(g => (g.Key, g.Count()))
                .OrderBy(g => g.Key)
                .ShouldBe(new[] { ("predict", (depth - 1) * answers), ("propose", depth), ("value", depth) }.Where(g => g.Item2 > 0));
        }
    }

    [Fact]
    public void Rap_RandomReplies_StaysWithinTheFormula()
    {
        var solved = 0;
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var (depth, actions, answers, iterations) = (random.Next(1, 6), random.Next(1, 6), random.Next(1, 4), random.Next(1, 12));
            var client = new PumpedClient(
                (r, _) =>
                    random.Next(seed % 2 == 0 ? 1000 : 9) == 0
                        ? PumpedClient.Result("", CallOutcome.ServerError)
                        : PumpedClient.Result(
                            r.Messages[^1].Content.Contains("sure, likely", StringComparison.Ordinal)
                                ? new[] { "sure", "likely", "impossible", "?" }[random.Next(4)]
                            : random.Next(4) == 0 ? $"Answer: {(random.Next(3) == 0 ? "right" : "wrong")}"
                            : random.Next(6) == 0 ? ""
                            : $"go {random.Next(4)}"
                        )
            );

            var task = client.Run(Tasks.Plan(client, new FakeProblem(), Rap(depth, actions, answers, iterations)), random);

            var most = 1 + (iterations * (depth - 1));
            task.Steps.Count.ShouldBeLessThanOrEqualTo((most * 2 * actions) + (iterations * depth * answers));
            client.InFlight.Max().ShouldBeLessThanOrEqualTo(Math.Max(actions, answers));
            SearchChecks.CheckEdges(task);
            solved += task.State == TaskState.Solved ? 1 : 0;
        }

        solved.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Rap_NothingToParse_EndsUnsolvedWithTheFailuresCounted()
    {
        var client = PumpedClient.Saying("");

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("rap")!.CreateWith()));

        (task.State, task.ParseFailures, task.Steps.Count).ShouldBe((TaskState.Unsolved, 4, 4));
    }

    /// <summary>Every wave waits for the previous wave; calls of a wave for the same node send the same prompt.</summary>
    private static void CheckWaves(TaskRecord task, PumpedClient client)
    {
        var waves = task.Steps.GroupBy(s => string.Join('/', s.Key.Split('/').Take(3))).Select(g => g.ToArray()).ToArray();
        for (var i = 1; i < waves.Length; i++)
        {
            waves[i].ShouldAllBe(s => waves[i - 1].All(before => s.After.Contains(before.Id)));
            if (waves[i][0].Name != "value")
            {
                waves[i]
                    .Select(s => string.Join('\n', client.Requests[s.Id - 1].Messages.Select(m => m.Content)))
                    .Distinct()
                    .Count()
                    .ShouldBe(1);
            }
        }
    }

    private static IStrategy Rap(int depth, int actions, int answers, int iterations) =>
        StrategyCatalog
            .Find("rap")!
            .CreateWith(("depth", (long)depth), ("actions", (long)actions), ("answers", (long)answers), ("iterations", (long)iterations));
}
