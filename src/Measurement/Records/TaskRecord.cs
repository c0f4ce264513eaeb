namespace AgentLoad.Measurement.Records;

/// <summary>One ended task attempt with all of its steps. Instants are seconds since the start of the run.</summary>
public sealed record TaskRecord
{
    /// <summary>Number of the task in the run, from 0.</summary>
    public required long Id { get; init; }

    /// <summary>Attempt, from 1; above 1 where a host died and the task began again.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Number of the agent that did it.</summary>
    public required int Agent { get; init; }

    /// <summary>Agent group of the workload.</summary>
    public required string Group { get; init; }

    /// <summary>Kind of problem ("game24").</summary>
    public required string Problem { get; init; }

    /// <summary>The very problem ("game24/4-5-6-10"): tasks with the same id worked on the same problem.</summary>
    public required string ProblemId { get; init; }

    /// <summary>Strategy that worked on it.</summary>
    public required string Strategy { get; init; }

    /// <summary>True for a direct call on the same problem, made to compare with.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>True where the task ended in the measured window, after the warm-up.</summary>
    public bool InWindow { get; init; } = true;

    /// <summary>When the task should have started: by the schedule (open loop), or when its agent was free (closed loop).</summary>
    public required double IntendedStart { get; init; }

    /// <summary>When it started.</summary>
    public required double Start { get; init; }

    /// <summary>When it ended.</summary>
    public required double End { get; init; }

    /// <summary>How it ended.</summary>
    public required TaskState State { get; init; }

    /// <summary>The agent's answer, or null where there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>
    /// How right the answer is, from 0 to 1 (<c>task.score</c>): the problem's partial score, or 1 and 0 where it has none; 0 without an
    /// answer. Null where the problem has no verifier, or the task failed, was lost or aborted.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>Why it failed, in one line, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The budget that ended it, where its state is <see cref="TaskState.OutOfBudget"/>.</summary>
    public TaskBudgetKind? BudgetReached { get; init; }

    /// <summary>Replies that held nothing the strategy could parse.</summary>
    public int ParseFailures { get; init; }

    /// <summary>All steps, by ascending id.</summary>
    public required IReadOnlyList<StepRecord> Steps { get; init; }

    /// <summary>The verifier's verdict; null where the problem has none or the task did not come to an answer.</summary>
    public bool? Solved =>
        State switch
        {
            TaskState.Solved => true,
            TaskState.Unsolved => false,
            _ => null,
        };
}
