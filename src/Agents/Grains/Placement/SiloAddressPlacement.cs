using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace AgentLoad.Agents.Grains.Placement;

/// <summary>Places a grain on the silo with the address in its key.</summary>
[GenerateSerializer, Immutable, Alias("agentload.OnNamedSilo")]
internal sealed class SiloAddressPlacement : PlacementStrategy;

/// <summary>Marks a grain with the address of its silo as the key.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SiloAddressPlacementAttribute() : PlacementAttribute(new SiloAddressPlacement());

/// <summary>Finds the silo of <see cref="SiloAddressPlacement"/>.</summary>
internal sealed class SiloAddressPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var address = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return Array.Exists(context.GetCompatibleSilos(target), silo => silo.Equals(address))
            ? Task.FromResult(address)
            : throw new OrleansException($"Silo {address} is not part of the cluster any more.");
    }
}
