using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class OrchestratorWorkersTests
{
    [Fact]
    public void OrchestratorWorkers_RandomWidthsAndDepths_MakesTwoCallsPerLeadAndRunsWorkers()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var (width, depth, samples) = (random.Next(1, 5), random.Next(1, 4), random.Next(1, 4));
            var plan = string.Join('\n', Enumerable.Range(1, width + random.Next(3)).Select(i => $"Step {i}: part {i}"));
            var client = new PumpedClient(
                (request, _) =>
                    PumpedClient.Result(
                        request.Messages[0].Content.StartsWith("You lead up to", StringComparison.Ordinal) ? plan : "Answer: right"
                    )
            );
            var worker = Choice.Of("self-consistency", ("samples", (long)samples));
            var strategy = StrategyCatalog
                .Find("orchestrator-workers")!
                .CreateWith(("workers", (long)width), ("depth", (long)depth), ("worker", worker));

            // Plans are answered first, so that all workers of the lowest level run concurrently.
            client.First = request => request.Messages[0].Content.StartsWith("You lead up to", StringComparison.Ordinal);
            var task = client.Run(Tasks.Plan(client, new FakeProblem(), strategy), random);

            var leads = Enumerable.Range(0, depth).Sum(level => (int)Math.Pow(width, level));
            var workers = (int)Math.Pow(width, depth);
            task.Named("plan").Count.ShouldBe(leads);
            task.Named("synthesis").Count.ShouldBe(leads);
            task.Named("sample").Count.ShouldBe(workers * samples);
            client.InFlight.Max().ShouldBe(workers * samples);

            task.State.ShouldBe(TaskState.Solved);
            task.Steps.Select(s => s.Key).ShouldBeUnique();
            task.Steps.ShouldAllBe(s => s.OnAnswerPath);
            var byKey = task.Steps.ToDictionary(s => s.Key);
            byKey["synthesis"].After.Count.ShouldBe(depth == 1 ? width * samples : width);
            byKey["plan"].After.ShouldBeEmpty();
            // Plans and samples wait for the plan of the parent; a synthesis waits for the ends of all its subagents.
            foreach (var step in task.Steps.Where(s => s.Name != "synthesis" && s.Key != "plan"))
            {
                step.After.ShouldBe([byKey[$"{Above(step.Key)}plan"].Id], step.Key);
            }

            foreach (var step in task.Named("synthesis"))
            {
                var own = step.Key[..^"synthesis".Length];
                var ends = task.Steps.Where(s =>
                    s.Name != "plan"
                    && s.Key != step.Key
                    && Above(s.Key) == own
                    && (s.Name == "sample" || s.Key.EndsWith("/synthesis", StringComparison.Ordinal))
                );
                step.After.ShouldBe(ends.Select(s => s.Id), ignoreOrder: true, step.Key);
            }

            var first = string.Concat(Enumerable.Repeat("worker/1/", depth)) + "sample/1";
            byKey[first].After.ShouldBe([byKey[string.Concat(Enumerable.Repeat("worker/1/", depth - 1)) + "plan"].Id]);
        }
    }

    /// <summary>Place of the parent lead of a step: "worker/1/worker/2/plan" is below "worker/1/".</summary>
    private static string Above(string key)
    {
        var own = key.LastIndexOf("worker/", StringComparison.Ordinal);
        return own <= 0 ? "" : key[..own];
    }

    [Fact]
    public void OrchestratorWorkers_Subagents_ReceiveTheirPartAndLeadReceivesAllReports()
    {
        var client = new PumpedClient(
            (request, i) =>
                PumpedClient.Result(
                    i switch
                    {
                        0 => "Step 1: the one half\nStep 2: the other half",
                        3 => "Answer: right",
                        _ => request.Messages[0].Content.Contains("the one half", StringComparison.Ordinal) ? "Answer: one" : "no idea",
                    }
                )
        );
        var strategy = StrategyCatalog.Find("orchestrator-workers")!.CreateWith(("worker", Choice.Of("direct")));

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), strategy));

        client.Requests[1].Messages[0].Content.ShouldContain("Your part: the one half");
        client.Requests[1].Messages[0].Content.ShouldNotContain("the other half");
        client.Requests[3].Messages[0].Content.ShouldContain("Report 1, on: the one half\none\nReport 2, on: the other half\nno result\n");
        task.Steps.Single(s => s.Key == "worker/2/answer").OnAnswerPath.ShouldBeFalse();
        task.ParseFailures.ShouldBe(1);
    }

    [Fact]
    public void OrchestratorWorkers_NoPlan_EndsUnsolvedAfterOneCall()
    {
        var client = PumpedClient.Saying("Let us see.");

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("orchestrator-workers")!.CreateWith()));

        task.State.ShouldBe(TaskState.Unsolved);
        task.ParseFailures.ShouldBe(1);
        client.Requests.Count.ShouldBe(1);
    }
}
