using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace AgentLoad.Agents.Grains.Placement;

/// <summary>Agents take the silos in turn by their number, so that every silo has the same share, to within one agent of a run.</summary>
[GenerateSerializer, Immutable, Alias("agentload.SpreadByNumber")]
internal sealed class EvenPlacement : PlacementStrategy
{
    private const string Avoided = "agentload.avoid";

    /// <summary>Has grains that are placed by the calls that follow here avoid silos that are about to leave the cluster.</summary>
    internal static void Avoid(IReadOnlyCollection<string> silos)
    {
        if (silos.Count > 0)
        {
            RequestContext.Set(Avoided, silos.ToArray());
        }
    }

    /// <summary>Silos that a grain may be placed on, in the same order on every silo. If all should be avoided, none is.</summary>
    internal static SiloAddress[] SilosFor(PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        Array.Sort(silos);
        var stay = target.RequestContextData?.GetValueOrDefault(Avoided) is string[] avoided
            ? Array.FindAll(silos, silo => !avoided.Contains(silo.ToParsableString()))
            : silos;
        return stay.Length > 0 ? stay : silos;
    }
}

/// <summary>Marks a grain with an integer key as placed by <see cref="EvenPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class EvenPlacementAttribute() : PlacementAttribute(new EvenPlacement());

/// <summary>Finds the silo of <see cref="EvenPlacement"/>.</summary>
internal sealed class EvenPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = EvenPlacement.SilosFor(target, context);
        target.GrainIdentity.TryGetIntegerKey(out var number, out _);
        return Task.FromResult(silos[(int)((ulong)number % (ulong)silos.Length)]);
    }
}
