using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace AgentLoad.Agents.Grains.Placement;

/// <summary>The grain lives on the silo whose address is its key.</summary>
[GenerateSerializer, Immutable, Alias("agentload.OnNamedSilo")]
public sealed class OnNamedSilo : PlacementStrategy;

/// <summary>Marks a grain whose key is the address of its silo.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnNamedSiloAttribute() : PlacementAttribute(new OnNamedSilo());

/// <summary>Finds the silo of <see cref="OnNamedSilo"/>.</summary>
internal sealed class OnNamedSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var address = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return Array.Exists(context.GetCompatibleSilos(target), silo => silo.Equals(address))
            ? Task.FromResult(address)
            : throw new OrleansException($"Silo {address} is not part of the cluster any more.");
    }
}
