using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace AgentLoad.Silo.Placement;

/// <summary>Agents take the silos in turn by their number, so that every silo has the same share, to within one agent of a run.</summary>
[GenerateSerializer, Immutable, Alias("agentload.SpreadByNumber")]
public sealed class SpreadByNumber : PlacementStrategy;

/// <summary>Marks a grain with an integer key as placed by <see cref="SpreadByNumber"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SpreadByNumberAttribute() : PlacementAttribute(new SpreadByNumber());

/// <summary>Finds the silo of <see cref="SpreadByNumber"/>.</summary>
internal sealed class SpreadByNumberDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        Array.Sort(silos);
        target.GrainIdentity.TryGetIntegerKey(out var number, out _);
        return Task.FromResult(silos[(int)((ulong)number % (ulong)silos.Length)]);
    }
}
