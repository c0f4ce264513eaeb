using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Scheduling;

public sealed class TaskSourceTests
{
    [Fact]
    public void Next_AnyWeights_SharesEveryIntervalByWeight()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var groups = Enumerable.Range(0, random.Next(1, 6)).Select(i => Group($"g{i}", random.Next(1, 9), "a")).ToList();
            var source = Source(
                new Workload
                {
                    Groups = groups,
                    Baseline = 0,
                    Load = new() { Tasks = 1000 },
                }
            );
            var counts = groups.ToDictionary(g => g.Name, _ => 0);
            var worst = 0.0;
            var total = groups.Sum(g => g.Weight);
            for (var n = 1; source.Next() is { } task; n++)
            {
                counts[task.Group.Name]++;
                worst = Math.Max(worst, groups.Max(g => Math.Abs(counts[g.Name] - (n * g.Weight / total))));
            }

            worst.ShouldBeLessThan(groups.Count);
            counts.Values.Sum().ShouldBe(1000);
        }
    }

    [Fact]
    public void Next_TwoGroupsOnOneKind_WorkOnTheSameProblems()
    {
        var tasks = All(
            new Workload
            {
                Groups = [Group("x", 1, "a"), Group("y", 1, "a")],
                Baseline = 0,
                Load = new() { Tasks = 100 },
            }
        );

        Problems("x").ShouldBe(Problems("y"));
        Problems("x").Count.ShouldBe(50);

        List<string> Problems(string group) => [.. tasks.Where(t => t.Group.Name == group).Select(t => t.Problem.Id)];
    }

    [Fact]
    public void Next_AnyBaselineShare_CreatesThePlannedTasksAndPairsEachProblemOnce()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var workload = new Workload
            {
                Seed = seed,
                Groups =
                [
                    .. Enumerable
                        .Range(0, random.Next(1, 4))
                        .Select(i => Group($"g{i}", random.Next(1, 4), random.Next(2) == 0 ? "a" : "b")),
                ],
                Baseline = random.NextDouble(),
                Load = new() { Tasks = random.Next(1, 300) },
            };
            var source = Source(workload);
            var tasks = Drain(source);

            tasks.Count.ShouldBe((int)source.PlannedTasks!);
            tasks.Select(t => t.Id).ShouldBe(Enumerable.Range(0, tasks.Count).Select(i => (long)i));
            tasks.Count(t => !t.IsBaseline).ShouldBe((int)workload.Load.Tasks!);
            var baselines = tasks.Where(t => t.IsBaseline).Select(t => t.Problem.Id).ToList();
            baselines.ShouldBeUnique();
            baselines.ShouldAllBe(id => tasks.Any(t => !t.IsBaseline && t.Problem.Id == id));
        }
    }

    [Fact]
    public void Next_FullBaseline_PairsEveryProblem() =>
        All(
                new Workload
                {
                    Groups = [Group("x", 1, "a"), Group("y", 1, "a")],
                    Baseline = 1,
                    Load = new() { Tasks = 60 },
                }
            )
            .Count(t => t.IsBaseline)
            .ShouldBe(30);

    [Fact]
    public void Next_SameSeed_GivesTheSameTasks()
    {
        Workload With(long seed) =>
            new()
            {
                Seed = seed,
                Groups = [Group("x", 2, "a"), Group("y", 1, "b")],
                Load = new() { Tasks = 80 },
            };

        All(With(7))
            .Select(t => (t.Id, t.Group.Name, t.Problem.Id, t.Seed))
            .ShouldBe(All(With(7)).Select(t => (t.Id, t.Group.Name, t.Problem.Id, t.Seed)));
        All(With(7)).Select(t => t.Problem.Id).ShouldNotBe(All(With(8)).Select(t => t.Problem.Id));
    }

    [Fact]
    public void Next_ConcurrentAgents_CreatesEachTaskOnce()
    {
        var source = Source(
            new Workload
            {
                Groups = [Group("x", 1, "a")],
                Baseline = 0.3,
                Load = new() { Tasks = 5000 },
            }
        );
        var ids = new System.Collections.Concurrent.ConcurrentBag<long>();
        Parallel.For(
            0,
            8,
            _ =>
            {
                while (source.Next() is { } task)
                {
                    ids.Add(task.Id);
                }
            }
        );

        ids.Order().ShouldBe(Enumerable.Range(0, (int)source.PlannedTasks!).Select(i => (long)i));
    }

    [Fact]
    public void Next_AfterClose_ReturnsNull()
    {
        var source = Source(
            new Workload
            {
                Groups = [Group("x", 1, "a")],
                Load = new() { Tasks = 10 },
            }
        );
        source.Next().ShouldNotBeNull();
        source.Close();
        source.Next().ShouldBeNull();
    }

    private static List<PlannedTask> All(Workload workload) => Drain(Source(workload));

    private static List<PlannedTask> Drain(TaskSource source)
    {
        var tasks = new List<PlannedTask>();
        while (source.Next() is { } task)
        {
            tasks.Add(task);
        }

        return tasks;
    }

    private static TaskSource Source(Workload workload) => new(workload, [NumberedSource.Entry("a"), NumberedSource.Entry("b")]);

    private static AgentGroup Group(string name, double weight, string problem) =>
        new()
        {
            Name = name,
            Weight = weight,
            Problem = new Choice(problem, new Dictionary<string, object>()),
            Strategy = new Choice("direct", new Dictionary<string, object>()),
        };
}

/// <summary>Problems that differ only by their seed.</summary>
internal sealed class NumberedSource(string name) : IProblemSource
{
    public string Name => name;

    public static Entry<IProblemSource> Entry(string name) => new(name, "", "", "", [], _ => new NumberedSource(name));

    public Problem Create(ulong seed) => new Numbered(name, seed);

    private sealed class Numbered(string kind, ulong seed) : Problem
    {
        public override string Kind => kind;

        public override string Id => $"{kind}/{seed}";

        public override string Question => $"What is {seed}?";

        public override string DirectPrompt => Question;

        public override string ReasoningPrompt => Question;

        public override string? ExtractAnswer(string reply) => reply;

        public override bool? Verify(string answer) => answer == "right";

        public override string ShapedAnswer(bool right, Random random) => right ? "right" : "wrong";
    }
}
