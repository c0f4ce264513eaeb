using System.Globalization;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Sweep;

public sealed class CapacitySearchTests
{
    public static TheoryData<string, string> Shapes =>
        new()
        {
            { "chain", "1 1 1 1" },
            { "vote", "6" },
            { "tree", "1 3 3" },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Search_RandomNodes_FindsTheKnownCapacityWithin5PercentIn12Steps(string name, string levels)
    {
        var shape = new TaskGraphShape(name, [.. levels.Split(' ').Select(int.Parse)]);
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random((seed * 31) + levels.Length);
            var load = new SimulatedLoad(Profile(random), shape);
            var alone = load.Run(1e-3, 300, seed).Latencies.Average();
            var clause = SloClause.Parse(string.Create(CultureInfo.InvariantCulture, $"task.latency:p95:le:{3 * alone:0.######}s"));
            var (found, steps) = Search(load, clause, seed);
            var known = Known(load, clause, found);

            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{name} {seed}: found {found:0.###}, known {known:0.###} tasks/s, off {(found / known) - 1:P1}, {steps} steps"
            );
            steps.ShouldBeLessThanOrEqualTo(12);
            (found / known).ShouldBeInRange(0.95, 1.05);
        }
    }

    [Fact]
    public void Search_ExactServers_BracketsTheKneeFromAnyStart()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var (capacity, start) = (Math.Exp(random.NextDouble() * 8), Math.Exp(random.NextDouble() * 3));
            var (search, steps) = (new CapacitySearch(start, 0.04, 40), 0);
            while (search.Next() is { } next)
            {
                steps++;
                search.Report(
                    next.Level,
                    next.Level <= capacity,
                    true,
                    random.Next(2) == 0 ? Math.Min(next.Level, capacity * (0.9 + (0.2 * random.NextDouble()))) : null
                );
            }

            search.IsFound.ShouldBeTrue();
            capacity.ShouldBeInRange(search.Met!.Value, search.Failed!.Value);
            (search.Failed.Value / search.Met.Value).ShouldBeLessThanOrEqualTo(1.0401);
            steps.ShouldBeLessThan(40);
        }
    }

    [Fact]
    public void Search_WholeLevels_EndsBetweenNeighbours()
    {
        for (var capacity = 1; capacity < 300; capacity++)
        {
            var search = new CapacitySearch(1, 0.01, 60, whole: true);
            while (search.Next() is { } next)
            {
                next.Level.ShouldBe(Math.Round(next.Level));
                search.Report(next.Level, next.Level <= capacity, true, null);
            }

            search.Met!.Value.ShouldBeInRange(capacity / 1.01, capacity);
        }
    }

    [Fact]
    public void Search_NothingMeets_Ends()
    {
        var search = new CapacitySearch(1, 0.05, 12);
        var steps = 0;
        while (search.Next() is { } next)
        {
            steps++;
            search.Report(next.Level, false, true, 0);
        }

        search.Met.ShouldBeNull();
        steps.ShouldBeLessThanOrEqualTo(12);
    }

    private static (double Found, int Steps) Search(SimulatedLoad load, SloClause clause, int seed)
    {
        var (search, steps) = (new CapacitySearch(1, 0.04, 12), 0);
        while (search.Next() is { } next)
        {
            var (latencies, throughput, saturated) = load.Run(next.Level, 4000 * next.Length, (seed * 100) + steps++);
            var result = clause.Evaluate(latencies);
            search.Report(next.Level, result.Met && !saturated, saturated || SloConfidence.IsConclusive(result), throughput);
        }

        return (search.Met!.Value, steps);
    }

    /// <summary>The capacity by steps far longer than those of the search, over several seeds, to 1 %.</summary>
    private static double Known(SimulatedLoad load, SloClause clause, double near)
    {
        var (low, high) = (near * 0.8, near * 1.25);
        while (high / low > 1.01)
        {
            var middle = Math.Sqrt(low * high);
            var (latencies, _, saturated) = load.Run(middle, 30_000, 9_999);
            (low, high) = clause.Evaluate(latencies).Met && !saturated ? (middle, high) : (low, middle);
        }

        return Math.Sqrt(low * high);
    }

    private static NodeProfile Profile(Random random) =>
        new()
        {
            Name = "random",
            Description = "random",
            Source = "none",
            BaseSeconds = 0.002 + (random.NextDouble() * 0.02),
            PerPrefillToken = random.NextDouble() * 1e-4,
            PerDecodeSequence = random.NextDouble() * 1e-3,
            Slots = random.Next(4, 64),
            KvCapacity = 1 << 24,
            PrefixCache = PrefixCacheMode.None,
        };
}
