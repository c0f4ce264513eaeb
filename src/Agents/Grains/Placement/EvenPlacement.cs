using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace AgentLoad.Agents.Grains.Placement;

/// <summary>
/// Places a grain on the silo that the call suggests. Without a suggestion, grains take the silos in turn by their number, so that parts
/// with neighboring numbers run on different silos.
/// </summary>
[GenerateSerializer, Immutable, Alias("agentload.SpreadByNumber")]
internal sealed class EvenPlacement : PlacementStrategy;

/// <summary>Marks a grain with an integer key as placed by <see cref="EvenPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class EvenPlacementAttribute() : PlacementAttribute(new EvenPlacement());

/// <summary>Finds the silo of <see cref="EvenPlacement"/>.</summary>
internal sealed class EvenPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) is { } suggested)
        {
            return Task.FromResult(suggested);
        }

        Array.Sort(silos);
        target.GrainIdentity.TryGetIntegerKey(out var number, out _);
        return Task.FromResult(silos[(int)((ulong)number % (ulong)silos.Length)]);
    }
}
