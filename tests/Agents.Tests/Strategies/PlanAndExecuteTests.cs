using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class PlanAndExecuteTests
{
    [Fact]
    public void PlanAndExecute_RandomPlans_ReplansIfAStepHasNoResult()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var (most, replans) = (random.Next(1, 7), random.Next(0, 4));
            var lengths = Enumerable.Range(0, replans + 1).Select(_ => random.Next(0, 9)).ToArray();
            var gaps = Enumerable.Range(0, replans + 1).Select(i => random.Next(1, 12)).ToArray();
            var (plans, stepsOfPlan) = (0, 0);
            var client = new PumpedClient(
                (request, _) =>
                {
                    if (IsPlan(request))
                    {
                        stepsOfPlan = 0;
                        return PumpedClient.Result(
                            string.Join('\n', Enumerable.Range(1, lengths[plans++]).Select(i => $"Step {i}: do part {i}"))
                        );
                    }

                    return PumpedClient.Result(++stepsOfPlan == gaps[plans - 1] ? "nothing" : "Answer: right");
                }
            );

            var task = client.Run(Tasks.Plan(client, new FakeProblem(), Strategy(most, replans, Choice.Of("direct"))), random);

            var (expectedPlans, expectedSteps, isSolved) = Expected(lengths, gaps, most);
            task.Named("plan").Count.ShouldBe(expectedPlans);
            task.Named("answer").Count.ShouldBe(expectedSteps);
            task.State.ShouldBe(isSolved ? TaskState.Solved : TaskState.Unsolved);
            client.InFlight.ShouldAllBe(n => n == 1);
            client.Requests.ShouldAllBe(r => r.Messages.Count == 1, "every call has a context of its own");
            task.Steps.ShouldAllBe(s =>
                s.After.SequenceEqual(s.Id == 1 ? Array.Empty<int>() : new[] { s.Id - 1 }) || s.After.Contains(s.Id - 1)
            );
            task.ParseFailures.ShouldBe(
                task.Steps.Count(s => s.Name == "plan")
                    - lengths.Take(expectedPlans).Count(l => l > 0)
                    + Enumerable.Range(0, expectedPlans).Count(i => gaps[i] <= Math.Min(lengths[i], most))
            );
            if (isSolved)
            {
                // The path contains every step with a result that the last step read, but no step without a result.
                task.Steps.Count(s => !s.OnAnswerPath)
                    .ShouldBe(Enumerable.Range(0, expectedPlans).Count(i => gaps[i] <= Math.Min(lengths[i], most)));
            }
        }
    }

    [Fact]
    public void PlanAndExecute_NestedWorker_MakesCallsForEveryStep()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var (steps, samples) = (random.Next(1, 6), random.Next(1, 8));
            var client = new PumpedClient(
                (request, _) =>
                    PumpedClient.Result(
                        IsPlan(request) ? string.Join('\n', Enumerable.Range(1, steps).Select(i => $"{i}. go")) : "Answer: right"
                    )
            );

            var task = client.Run(
                Tasks.Plan(client, new FakeProblem(), Strategy(9, 1, Choice.Of("self-consistency", ("samples", (long)samples)))),
                random
            );

            task.Steps.Count.ShouldBe(1 + (steps * samples));
            client.InFlight.Max().ShouldBe(samples);
            task.State.ShouldBe(TaskState.Solved);
        }
    }

    [Fact]
    public void PlanAndExecute_References_AreReplacedByResultsInLaterSteps()
    {
        var client = new PumpedClient(
            (request, i) =>
                PumpedClient.Result(IsPlan(request) ? "Step 1: find x\nStep 2: double $1\nStep 3: add $1 and $2" : $"Answer: r{i}")
        );

        client.Run(Tasks.Plan(client, new FakeProblem(), Strategy(6, 0, Choice.Of("direct"))));

        client.Requests[2].Messages[0].Content.ShouldContain("do only this step: double r1");
        client.Requests[3].Messages[0].Content.ShouldContain("do only this step: add r1 and r2");
        client.Requests[3].Messages[0].Content.ShouldContain("- find x Result: r1\n- double r1 Result: r2\n");
    }

    [Fact]
    public void PlanText_MalformedText_NeverThrows()
    {
        foreach (var text in Problems.MalformedTexts.All())
        {
            PlanText.Steps(text, 5).Count.ShouldBeLessThanOrEqualTo(5);
            PlanText.Calls(text, 5, "k", []).Count.ShouldBeLessThanOrEqualTo(5);
            PlanText.Fill(text, new Dictionary<int, string> { [1] = text }).ShouldNotBeNull();
        }

        PlanText.Steps("Step 1: a\nStep 3: b", 5).Count.ShouldBe(1);
        PlanText.Steps("**Step 1:** use $2, $1\n2) then $1 and $7", 5).Select(s => string.Join(",", s.After)).ShouldBe(["", "1"]);
    }

    private static bool IsPlan(CallRequest request) =>
        request.Messages[0].Content.StartsWith("Do not solve this problem yet", StringComparison.Ordinal);

    private static IStrategy Strategy(int steps, int replans, Choice worker) =>
        StrategyCatalog.Find("plan-and-execute")!.CreateWith(("steps", (long)steps), ("replans", (long)replans), ("worker", worker));

    private static (int Plans, int Steps, bool IsSolved) Expected(int[] lengths, int[] gaps, int most)
    {
        var steps = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            var length = Math.Min(lengths[i], most);
            if (length > 0 && gaps[i] > length)
            {
                return (i + 1, steps + length, true);
            }

            steps += Math.Min(length, gaps[i]);
        }

        return (lengths.Length, steps, false);
    }
}
