using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>The metrics of one task that a study stores. Times are seconds; null if the server did not report the value.</summary>
internal sealed record StudyTask
{
    public required long TaskId { get; init; }

    public required int CellId { get; init; }

    public required long Seed { get; init; }

    public required string ProblemId { get; init; }

    public required TaskState State { get; init; }

    public int Calls { get; init; }

    public int ToolCalls { get; init; }

    public int Depth { get; init; }

    public int PeakCalls { get; init; }

    public long? PromptTokens { get; init; }

    public long? CompletionTokens { get; init; }

    public long? TotalTokens { get; init; }

    public long? ResentTokens { get; init; }

    public long? DistinctPromptTokens { get; init; }

    public long? WastedTokens { get; init; }

    public double LatencySeconds { get; init; }

    /// <summary>Start of the task since the start of its run.</summary>
    public double StartSeconds { get; init; }

    /// <summary>Sum of the durations of the calls.</summary>
    public double CallSeconds { get; init; }

    /// <summary>Sum of the times in the queues of the servers.</summary>
    public double? QueueSeconds { get; init; }

    public double CriticalPathSeconds { get; init; }

    public double Parallelism { get; init; }

    public double? ServerSeconds { get; init; }

    public int ParseFailures { get; init; }

    public int Retries { get; init; }

    public double? Score { get; init; }

    /// <summary>True if the task ran to its end, so that its cost can be compared.</summary>
    public bool IsComparable => State is not (TaskState.Failed or TaskState.Lost or TaskState.Aborted);

    /// <summary>Id of the problem, unique across seeds.</summary>
    public string Problem => $"{Seed}/{ProblemId}";

    /// <summary>Creates the metrics of a recorded task.</summary>
    public static StudyTask Of(StudyUnit unit, TaskRecord task)
    {
        var metrics = TaskMetrics.Of(task);
        var calls = task.Steps.Where(step => step.Call is not null).ToArray();
        var queued = calls.Select(step => step.Call!.ServerQueue).OfType<double>().ToArray();
        return new StudyTask
        {
            TaskId = task.Id,
            CellId = unit.Cell.Id,
            Seed = unit.Seed,
            ProblemId = task.ProblemId,
            State = task.State,
            Calls = metrics.Calls,
            ToolCalls = metrics.ToolCalls,
            Depth = metrics.Depth,
            PeakCalls = metrics.PeakCalls,
            PromptTokens = metrics.PromptTokens,
            CompletionTokens = metrics.CompletionTokens,
            TotalTokens = metrics.TotalTokens,
            ResentTokens = metrics.ResentTokens,
            DistinctPromptTokens = metrics.DistinctPromptTokens,
            WastedTokens = metrics.WastedTokens,
            LatencySeconds = metrics.LatencySeconds,
            StartSeconds = task.Start,
            CallSeconds = calls.Sum(step => step.End - step.Sent),
            QueueSeconds = queued.Length == 0 ? null : queued.Sum(),
            CriticalPathSeconds = metrics.CriticalPathSeconds,
            Parallelism = metrics.Parallelism,
            ServerSeconds = metrics.ServerSeconds,
            ParseFailures = metrics.ParseFailures,
            Retries = metrics.Retries,
            Score = task.Score,
        };
    }
}
