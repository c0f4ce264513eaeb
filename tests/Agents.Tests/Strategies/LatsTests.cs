using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class LatsTests
{
    [Fact]
    public void Lats_EveryAnswerIsWrong_MakesExactlyTheFormulasCalls()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (depth, n, evaluations) = (random.Next(1, 6), random.Next(1, 6), random.Next(1, 3));
            var (iterations, reflections) = (random.Next(1, 12), random.Next(0, 4));
            var next = 0;
            var client = new PumpedClient(
                (r, _) =>
                    PumpedClient.Result(
                        SearchChecks.Read(r).Asks switch
                        {
                            "propose" => string.Join(' ', Enumerable.Range(0, n + random.Next(3)).Select(_ => $"w{next++}")),
                            "value" => $"{random.Next(10)}",
                            _ => "I should look further.",
                        }
                    )
            );

            var task = client.Run(
                Tasks.Plan(
                    client,
                    new FakeProblem(new FakeSearch(depth)),
                    Lats(depth + random.Next(2), n, evaluations, iterations, reflections)
                ),
                random
            );

            task.State.ShouldBe(TaskState.Unsolved);
            var proposals = Enumerable
                .Range(1, depth)
                .Select(l => task.Named("propose").Count(s => s.Key.StartsWith($"L{l}/", StringComparison.Ordinal)))
                .ToArray();

            // Every iteration adds the children of one node and rolls out to the last level, where final children are not evaluated. The
            // search ends early only if every expandable node is expanded.
            var inner = Enumerable.Range(0, depth).Sum(level => (int)Math.Pow(n, level));
            proposals[^1].ShouldBe(Math.Min(iterations, inner));
            proposals[0].ShouldBe(1);
            for (var level = 1; level <= depth; level++)
            {
                task.Named("value")
                    .Count(s => s.Key.StartsWith($"L{level}/", StringComparison.Ordinal))
                    .ShouldBe(level == depth ? 0 : proposals[level - 1] * n * evaluations);
            }

            // Failures of the last iteration are not reflected on, because no call follows.
            task.Named("reflect").Count.ShouldBe(Math.Min(reflections, n * (proposals[^1] - 1)));
            task.Steps.Count.ShouldBeLessThanOrEqualTo((iterations * (1 + (n * evaluations)) * depth) + reflections);
            client.InFlight.Max().ShouldBe(depth == 1 ? 1 : n * evaluations);
            SearchChecks.CheckEdges(task);
            if (reflections == 0)
            {
                SearchChecks.CheckSharedPaths(task, client);
            }

            CheckWaves(task);
        }
    }

    [Fact]
    public void Lats_RandomReplies_StaysWithinFormulaAndReturnsOnlyCorrectAnswers()
    {
        var solved = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var (n, iterations, depth) = (random.Next(1, 6), random.Next(1, 15), random.Next(2, 6));
            var failShare = seed % 3 == 0 ? 0.1 : 0;
            var client = new PumpedClient((r, i) => Say(r.Messages[^1].Content, new Random((seed * 100003) + i), failShare));

            var task = client.Run(Tasks.Plan(client, new FakeProblem(), Lats(depth, n, 1, iterations, 2)), random);

            task.Steps.Count.ShouldBeLessThanOrEqualTo((iterations * (1 + n) * depth) + 2);
            client.InFlight.Max().ShouldBeLessThanOrEqualTo(n);
            task.State.ShouldBeOneOf(
                failShare == 0 ? [TaskState.Solved, TaskState.Unsolved] : [TaskState.Solved, TaskState.Unsolved, TaskState.Failed]
            );
            SearchChecks.CheckEdges(task);
            CheckWaves(task);
            if (task.State == TaskState.Solved)
            {
                solved++;
                task.Answer.ShouldBe("right");
                task.Steps[^1].OnAnswerPath.ShouldBeTrue();
                task.Steps[^1].Name.ShouldBe("propose");
            }
        }

        solved.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Lats_Reflection_IsInFirstMessageOfAllLaterCalls()
    {
        var client = new PumpedClient(
            (r, i) =>
                PumpedClient.Result(
                    r.Messages[^1].Content.Contains("is wrong", StringComparison.Ordinal) ? $"Lesson {i}."
                    : r.Messages[^1].Content.Contains("sure, likely", StringComparison.Ordinal) ? "likely"
                    : i == 0 ? $"first step {i}\nsecond step {i}"
                    : $"Answer: w{i}"
                )
        );

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), Lats(3, 2, 1, 5, 3)));

        var reflected = task.Steps.First(s => s.Name == "reflect").Id;
        client.Requests.Skip(reflected).ShouldAllBe(r => r.Messages[0].Content.Contains($"Lesson {reflected - 1}."));
        client.Requests.Take(reflected).ShouldAllBe(r => !r.Messages[0].Content.Contains("Lesson"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("???")]
    public void Lats_NothingToParse_EndsUnsolvedWithTheFailuresCounted(string text)
    {
        var client = PumpedClient.Saying(text == "" ? "" : "\n \n");

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), Lats(7, 5, 1, 50, 3)));

        (task.State, task.ParseFailures, task.Steps.Count).ShouldBe((TaskState.Unsolved, 1, 1));
    }

    /// <summary>Each step waits for the previous wave: no call of an earlier wave is pending when it starts.</summary>
    private static void CheckWaves(TaskRecord task)
    {
        foreach (var step in task.Steps.Skip(1))
        {
            var before = task
                .Steps.Take(step.Id - 1)
                .Reverse()
                .SkipWhile(s => s.Name == "value" && step.Name == "value" && Place(s) == Place(step));
            step.After.ShouldContain(before.First().Id);
        }
    }

    private static string Place(StepRecord step) => string.Join('/', step.Key.Split('/').Take(3));

    private static Inference.CallResult Say(string prompt, Random random, double failShare) =>
        random.NextDouble() < failShare ? PumpedClient.Result("", CallOutcome.ServerError)
        : prompt.Contains("sure, likely", StringComparison.Ordinal)
            ? PumpedClient.Result(
                random.Next(4) switch
                {
                    0 => "sure",
                    1 => "likely",
                    2 => "?",
                    _ => "impossible",
                }
            )
        : prompt.Contains("is wrong", StringComparison.Ordinal) ? PumpedClient.Result("Try again.")
        : random.Next(6) == 0 ? PumpedClient.Result("")
        : PumpedClient.Result(
            string.Join('\n', Enumerable.Range(0, random.Next(1, 7)).Select(_ => $"{random.Next(9)}. try {random.Next(100)}"))
                + (random.Next(4) == 0 ? $"\nAnswer: {(random.Next(6) == 0 ? "right" : random.Next(9))}" : "")
        );

    private static IStrategy Lats(int depth, int n, int evaluations, int iterations, int reflections) =>
        StrategyCatalog
            .Find("lats")!
            .CreateWith(
                ("depth", (long)depth),
                ("children", (long)n),
                ("evaluations", (long)evaluations),
                ("iterations", (long)iterations),
                ("reflections", (long)reflections)
            );
}
