using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>What happened to a run on a silo since its last request to the run's grain. Not thread-safe.</summary>
internal sealed class SiloNews
{
    /// <inheritdoc cref="SiloRequest.Arrived"/>
    public List<ArrivedAgent> Arrived { get; } = [];

    /// <inheritdoc cref="SiloRequest.Departed"/>
    public List<DepartedAgent> Departed { get; } = [];

    /// <inheritdoc cref="SiloRequest.Begun"/>
    public List<long> Begun { get; } = [];

    /// <inheritdoc cref="SiloRequest.Ended"/>
    public List<long> Ended { get; } = [];

    /// <inheritdoc cref="SiloRequest.Returned"/>
    public List<Ticket> Returned { get; } = [];

    /// <summary>True if nothing happened.</summary>
    public bool IsEmpty => Arrived.Count + Departed.Count + Begun.Count + Ended.Count + Returned.Count == 0;
}
