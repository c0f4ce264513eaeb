namespace AgentLoad.Measurement.Records;

/// <summary>One completed task attempt with all its steps. Instants are seconds since the start of the run.</summary>
internal sealed record TaskRecord
{
    /// <summary>Number of the task within the run, from 0.</summary>
    public required long Id { get; init; }

    /// <summary>Attempt number, from 1; greater than 1 if the task was restarted after a host was lost.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Number of the agent that worked on the task.</summary>
    public required int Agent { get; init; }

    /// <summary>Agent group of the workload.</summary>
    public required string Group { get; init; }

    /// <summary>Kind of problem ("game24").</summary>
    public required string Problem { get; init; }

    /// <summary>Problem instance ("game24/4-5-6-10"); tasks with the same id worked on the same problem.</summary>
    public required string ProblemId { get; init; }

    /// <summary>Strategy used.</summary>
    public required string Strategy { get; init; }

    /// <summary>True for a direct call on the same problem that serves as baseline.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>True if the problem has a verifier; false if no answer to it can be judged.</summary>
    public bool HasVerifier { get; init; } = true;

    /// <summary>Planned start: the scheduled time (open loop) or the time at which the agent became free (closed loop).</summary>
    public required double IntendedStart { get; init; }

    /// <summary>Start of the task.</summary>
    public required double Start { get; init; }

    /// <summary>End of the task.</summary>
    public required double End { get; init; }

    /// <summary>Final state of the task.</summary>
    public required TaskState State { get; init; }

    /// <summary>Answer of the agent; null if there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>
    /// Score of the answer from 0 to 1 (<c>task.score</c>): the partial score of the problem, or 1 and 0 if the problem has no partial
    /// score; 0 without an answer. Null if the problem has no verifier or the task failed, was lost or was aborted.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>Error in one line; null if the task did not fail.</summary>
    public string? Error { get; init; }

    /// <summary>Budget that ended the task if its state is <see cref="TaskState.OutOfBudget"/>; otherwise null.</summary>
    public TaskBudgetKind? BudgetReached { get; init; }

    /// <summary>Number of replies that the strategy could not parse.</summary>
    public int ParseFailures { get; init; }

    /// <summary>All steps in ascending order of id.</summary>
    public required IReadOnlyList<StepRecord> Steps { get; init; }

    /// <summary>
    /// Whether the task solved its problem (<c>task.solved</c>): false for a wrong or missing answer, an exhausted budget and a task that
    /// was cut off by the end of the run. Null if the problem has no verifier, and for failed and lost tasks, which provide no information
    /// about the strategy.
    /// </summary>
    public bool? Solved =>
        !HasVerifier
            ? null
            : State switch
            {
                TaskState.Solved => true,
                TaskState.Unsolved or TaskState.OutOfBudget or TaskState.Aborted => false,
                _ => null,
            };
}
