using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live;

/// <summary>A failure reason with its frequency.</summary>
/// <param name="Description">Outcome or state, followed by the error message of the server or the strategy.</param>
/// <param name="Count">Number of occurrences.</param>
internal sealed record FailureReason(string Description, long Count);

/// <summary>
/// Counts failure reasons. The number of distinct reasons is bounded, so servers with unique error messages do not exhaust memory.
/// </summary>
internal sealed class FailureReasons
{
    private const int MaxReasons = 200,
        MaxLength = 160;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts the failures of a task.</summary>
    public void Add(TaskRecord task)
    {
        foreach (var step in task.Steps)
        {
            if (step.Call is { } call && call.Outcome.IsFailure())
            {
                Count(call.Outcome.ToString(), call.Error);
            }
        }

        // Failed calls already explain the task. Without one, the cause is a strategy bug or a budget.
        if (task.State == TaskState.Failed && task.Steps.All(step => step.Call is not { } call || !call.Outcome.IsFailure()))
        {
            Count("task failed", task.Error);
        }
    }

    /// <summary>Returns the most frequent reasons.</summary>
    public IReadOnlyList<FailureReason> Top(int count) =>
        [
            .. _counts
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(count)
                .Select(pair => new FailureReason(pair.Key, pair.Value)),
        ];

    private void Count(string what, string? error)
    {
        var text =
            EnumText.Of(what)
            + (string.IsNullOrWhiteSpace(error) ? "" : $": {TerminalText.Truncate(TerminalText.Sanitize(error), MaxLength)}");
        if (!_counts.ContainsKey(text) && _counts.Count >= MaxReasons)
        {
            text = "other reasons";
        }

        _counts[text] = _counts.GetValueOrDefault(text) + 1;
    }
}
