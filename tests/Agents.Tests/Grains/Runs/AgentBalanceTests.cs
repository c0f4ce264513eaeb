using AgentLoad.Agents.Grains.Runs;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

public sealed class AgentBalanceTests
{
    [Fact]
    public void FindMigrations_AnyDistribution_LeavesEverySiloItsShareAndMovesNoAgentTwice() =>
        Gen.Int[0, 500]
            .Array[2, 8]
            .Sample(counts =>
            {
                var silos = counts.Select((_, i) => $"silo{i}").ToArray();
                var agents = silos.Zip(counts).ToDictionary(silo => silo.First, silo => silo.Second);
                var migrations = AgentBalance.FindMigrations(agents, silos);
                foreach (var (from, to, moved) in migrations)
                {
                    agents[from] -= moved;
                    agents[to] += moved;
                }

                var share = counts.Average();
                return agents.Values.All(count => Math.Abs(count - share) <= Math.Max(1, 0.1 * share))
                    && agents.Values.All(count => count >= 0)
                    && !migrations.Select(m => m.From).Intersect(migrations.Select(m => m.To)).Any();
            });

    [Fact]
    public void FindMigrations_EqualShares_MovesNothing() =>
        AgentBalance
            .FindMigrations(
                new Dictionary<string, int>
                {
                    ["a"] = 21,
                    ["b"] = 20,
                    ["c"] = 19,
                },
                ["a", "b", "c"]
            )
            .ShouldBeEmpty();

    [Fact]
    public void FindMigrations_SiloJoins_GetsAQuarter() =>
        AgentBalance
            .FindMigrations(
                new Dictionary<string, int>
                {
                    ["a"] = 20,
                    ["b"] = 20,
                    ["c"] = 20,
                },
                ["a", "b", "c", "d"]
            )
            .ShouldBe([("a", "d", 5), ("b", "d", 5), ("c", "d", 5)]);
}
