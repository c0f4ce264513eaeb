using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

public sealed class AgentPlacesTests
{
    private static readonly string[] Silos = ["a", "b", "c"];

    [Fact]
    public void BySilo_AfterAnyChanges_CountsEveryActiveAgentOnce() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 9], Gen.Int[0, 2])
            .List[0, 60]
            .Sample(changes =>
            {
                var agents = TestWorkload.Assignments(out _).Agents;
                foreach (var (kind, agent, silo) in changes)
                {
                    Change(agents, kind, agent, Silos[silo]);
                    agents.BySilo.Values.Sum().ShouldBe(agents.Active);
                    agents.BySilo.Values.ShouldAllBe(count => count > 0);
                }

                for (var agent = 0; agent < 10; agent++)
                {
                    agents.SetSilo(agent, agents.Start(agent).Incarnation, Silos[agent % 3]);
                }

                agents.BySilo.ShouldBe(Silos.ToDictionary(silo => silo, silo => agents.On(silo).Count), ignoreOrder: true);
            });

    private static void Change(AgentPlaces agents, int kind, int agent, string silo)
    {
        const int Incarnation = 1;
        switch (kind)
        {
            case 0:
                agents.Start(agent);
                break;
            case 1:
                agents.SetTarget(agent, Incarnation, silo);
                break;
            case 2:
                agents.SetSilo(agent, Incarnation, silo);
                break;
            case 3:
                agents.Arrive(silo, [new ArrivedAgent(agent, Incarnation, null)]);
                break;
            case 4:
                agents.Depart(silo, [new DepartedAgent(agent, Incarnation, DepartureReason.Migrating, null)], 0);
                break;
            case 5:
                agents.Migrate(agent, silo, Silos[0]);
                break;
            case 6:
                agents.OnSiloLost(silo);
                break;
            default:
                agents.Remove(agent);
                break;
        }
    }
}
