using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Execution;

/// <summary>The measured window of a run: after the warm-up, before the cool-down.</summary>
/// <param name="load">Sets their lengths.</param>
internal sealed class RunWindow(LoadSettings load)
{
    /// <summary>Start of the window, seconds since the start of the run.</summary>
    public double Start => load.Warmup.TotalSeconds;

    /// <summary>End of the window, seconds since the start of the run; infinite without a duration.</summary>
    public double End => load.Duration is { } duration ? (duration - load.Cooldown).TotalSeconds : double.PositiveInfinity;

    /// <summary>True if a task that ended at this instant counts.</summary>
    public bool Includes(double end) => end >= Start && end <= End;
}
