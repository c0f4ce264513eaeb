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
}
