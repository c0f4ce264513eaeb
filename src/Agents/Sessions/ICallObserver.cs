using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>Learns of calls as they happen, for live views. Called from many threads at once; must be quick and never throw.</summary>
public interface ICallObserver
{
    /// <summary>A call is about to be sent.</summary>
    void CallStarted();

    /// <summary>A call ended, well or not; comes once for each <see cref="CallStarted"/>.</summary>
    /// <param name="step">The call's step; marks of paths are not set yet.</param>
    void CallEnded(StepRecord step);

    /// <summary>A step began: a call before <see cref="CallStarted"/>, or a tool call.</summary>
    void StepStarted(StepStart step) { }

    /// <summary>A step that was started ended, well or not.</summary>
    /// <param name="step">The step; marks of paths are not set yet.</param>
    void StepEnded(StepRecord step) { }
}

/// <summary>A step that has begun.</summary>
/// <param name="Id">Its number in the task.</param>
/// <param name="Key">Its place in the search.</param>
/// <param name="Name">What it does.</param>
/// <param name="Kind">Call or tool call.</param>
/// <param name="After">The steps that it waited for.</param>
/// <param name="Asked">When, seconds since the start of the run.</param>
public readonly record struct StepStart(int Id, string Key, string Name, StepKind Kind, IReadOnlyList<int> After, double Asked);
