using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>One task while it goes on, for live views.</summary>
/// <param name="Id">The task.</param>
/// <param name="Agent">Who does it.</param>
/// <param name="Group">The agent's group.</param>
/// <param name="Strategy">How it is done.</param>
/// <param name="ProblemId">What is asked.</param>
/// <param name="Start">When it began, seconds since the start of the run.</param>
/// <param name="Now">When it was looked at, or ended.</param>
/// <param name="Ended">Steps that have ended; of a long task the first.</param>
/// <param name="UnderWay">Steps that have not.</param>
public sealed record RunningTask(
    long Id,
    int Agent,
    string Group,
    string Strategy,
    string ProblemId,
    double Start,
    double Now,
    IReadOnlyList<StepRecord> Ended,
    IReadOnlyList<StepStart> UnderWay
)
{
    /// <summary>How it ended; null while it goes on.</summary>
    public TaskState? State { get; init; }
}
