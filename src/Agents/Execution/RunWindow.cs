using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Execution;

/// <summary>The measured window of a run: after the warm-up, before the cool-down.</summary>
/// <param name="load">Says how long they are.</param>
public sealed class RunWindow(LoadSettings load)
{
    /// <summary>Its begin, seconds since the start of the run.</summary>
    public double Start => load.Warmup.TotalSeconds;

    /// <summary>Its end, seconds since the start of the run; infinite where no duration ends the run.</summary>
    public double End => load.Duration is { } duration ? (duration - load.Cooldown).TotalSeconds : double.PositiveInfinity;

    /// <summary>True where a task that ended then counts.</summary>
    public bool Includes(double end) => end >= Start && end <= End;
}
