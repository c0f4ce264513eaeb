using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>What of a run outlives the silo that its grain lived on. Which task is where is not part of it: agents and records say that.</summary>
[GenerateSerializer, Alias("agentload.RunState")]
public sealed class RunState
{
    /// <summary>The order; null where nobody ordered the run.</summary>
    [Id(0)]
    public RunSpec? Spec { get; set; }

    /// <summary>Where the run is.</summary>
    [Id(1)]
    public RunPhase Phase { get; set; }

    /// <summary>Silos that died.</summary>
    [Id(2)]
    public List<Loss> Losses { get; set; } = [];

    /// <summary>Planned tasks that nobody began; known at the end.</summary>
    [Id(3)]
    public long NotStarted { get; set; }

    /// <summary>The endpoints, as silos found them.</summary>
    [Id(8)]
    public IReadOnlyList<EndpointData> Endpoints { get; set; } = [];

    /// <summary>Why it could not start, or null.</summary>
    [Id(4)]
    public string? Refusal { get; set; }

    /// <summary>When tasks under way are aborted, seconds since the start; null where nobody said so yet.</summary>
    [Id(5)]
    public double? AbortAt { get; set; }

    /// <summary>How long the run took, seconds; null until it has ended.</summary>
    [Id(6)]
    public double? Duration { get; set; }

    /// <summary>Arrivals of an open loop that no agent was free to take; null in closed loop, and until the run has ended.</summary>
    [Id(7)]
    public long? Missed { get; set; }

    /// <summary>How often the grain of the run had to find out what there is.</summary>
    [Id(9)]
    public int Wakes { get; set; }

    /// <summary>Silos that take part and neither left nor died.</summary>
    [Id(10)]
    public List<string> Silos { get; set; } = [];

    /// <summary>The last reports of silos, as of the last time that this was kept: what those that are gone did stays counted.</summary>
    [Id(11)]
    public List<SiloReport> Reports { get; set; } = [];
}
