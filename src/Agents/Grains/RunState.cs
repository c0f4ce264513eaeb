using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>The part of a run's state that survives its silo. Which task is where is not saved: the agents and the records tell.</summary>
[GenerateSerializer, Alias("agentload.RunState")]
internal sealed class RunState
{
    /// <summary>The specification; null if the run does not exist.</summary>
    [Id(0)]
    public RunSpec? Spec { get; set; }

    /// <summary>The phase of the run.</summary>
    [Id(1)]
    public RunPhase Phase { get; set; }

    /// <summary>Silos that died.</summary>
    [Id(2)]
    public List<Loss> Losses { get; set; } = [];

    /// <summary>Planned tasks that never started; known at the end.</summary>
    [Id(3)]
    public long NotStarted { get; set; }

    /// <summary>The endpoints, as silos found them.</summary>
    [Id(8)]
    public IReadOnlyList<EndpointData> Endpoints { get; set; } = [];

    /// <summary>Why it could not start, or null.</summary>
    [Id(4)]
    public string? Refusal { get; set; }

    /// <summary>When running tasks are aborted, seconds since the start; null if that is not decided.</summary>
    [Id(5)]
    public double? AbortAt { get; set; }

    /// <summary>Duration of the run, seconds; null until it has ended.</summary>
    [Id(6)]
    public double? Duration { get; set; }

    /// <summary>Arrivals of an open loop that no agent was free to take; null in closed loop, and until the run has ended.</summary>
    [Id(7)]
    public long? Missed { get; set; }

    /// <summary>How often the run was recovered.</summary>
    [Id(9)]
    public int Wakes { get; set; }

    /// <summary>Silos that take part.</summary>
    [Id(10)]
    public List<string> Silos { get; set; } = [];

    /// <summary>Calls that were sent and are in no record; exact once the run has ended.</summary>
    [Id(11)]
    public long LostCalls { get; set; }
}
