using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>One running task, for live views.</summary>
/// <param name="Id">The task.</param>
/// <param name="Agent">The agent that does it.</param>
/// <param name="Group">The agent's group.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="ProblemId">The problem.</param>
/// <param name="Start">When it began, seconds since the start of the run.</param>
/// <param name="Now">Current instant, or its end.</param>
/// <param name="Ended">Ended steps; of a long task the first ones.</param>
/// <param name="UnderWay">Running steps.</param>
internal sealed record RunningTask(
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
    /// <summary>How it ended; null while it is running.</summary>
    public TaskState? State { get; init; }
}
