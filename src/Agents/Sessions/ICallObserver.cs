using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// Receives call events, for live views. Called concurrently from many threads; implementations must be fast and must not throw.
/// </summary>
internal interface ICallObserver
{
    /// <summary>Called before a call is sent.</summary>
    void OnCallStarted();

    /// <summary>Called when a call ended, successfully or not; once for each <see cref="OnCallStarted"/>.</summary>
    /// <param name="step">The step of the call; its path flags are not set yet.</param>
    void OnCallEnded(StepRecord step);

    /// <summary>Called when a step starts: for a call before <see cref="OnCallStarted"/>, or for a tool call.</summary>
    void OnStepStarted(StepStart step) { }

    /// <summary>Called when a step ended, successfully or not.</summary>
    /// <param name="step">The step; its path flags are not set yet.</param>
    void OnStepEnded(StepRecord step) { }
}

/// <summary>A step that has started.</summary>
/// <param name="Id">Number of the step in the task.</param>
/// <param name="Key">Position in the search.</param>
/// <param name="Name">Purpose of the step.</param>
/// <param name="Kind">Call or tool call.</param>
/// <param name="After">Steps that it waited for.</param>
/// <param name="Asked">Time of the request, in seconds since the start of the run.</param>
internal readonly record struct StepStart(int Id, string Key, string Name, StepKind Kind, IReadOnlyList<int> After, double Asked);
