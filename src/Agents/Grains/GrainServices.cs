using AgentLoad.Agents.Grains.Placement;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentLoad.Agents.Grains;

/// <summary>Registers what the grains of agents and runs need on a silo.</summary>
internal static class GrainServices
{
    /// <summary>
    /// Adds the placement of grains and the services of a silo. The record log and the storage of grains are added apart.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="isClustered">True for a member of a cluster, false for a silo embedded in a client.</param>
    public static ISiloBuilder AddAgentGrains(this ISiloBuilder silo, bool isClustered)
    {
        silo.Services.AddPlacementDirector<EvenPlacement, EvenPlacementDirector>();
        silo.Services.AddPlacementDirector<SiloAddressPlacement, SiloAddressPlacementDirector>();
        silo.Services.AddSingleton(new SiloTopology(isClustered))
            .AddSingleton<LocalSilo>()
            .AddSingleton<SiloUptime>()
            .AddSingleton<SiloRuns>()
            .AddSingleton<SiloDrain>();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<IAgentObserver>(NullObserver.Instance);
        return silo;
    }
}
