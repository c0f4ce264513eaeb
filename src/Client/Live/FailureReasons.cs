using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live;

/// <summary>A reason why calls or tasks failed.</summary>
/// <param name="Description">The outcome or state, with what the server or the strategy said.</param>
/// <param name="Count">How often.</param>
internal sealed record FailureReason(string Description, long Count);

/// <summary>Counts reasons; holds only so many kinds, so that servers that never say the same twice cost no memory.</summary>
internal sealed class FailureReasons
{
    private const int MostKinds = 200,
        Longest = 160;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts what failed in a task.</summary>
    public void Add(TaskRecord task)
    {
        foreach (var step in task.Steps)
        {
            if (step.Call is { } call && call.Outcome.IsFailure())
            {
                Count(call.Outcome.ToString(), call.Error);
            }
        }

        // A task whose calls failed is explained by them; one that failed by itself is a bug of a strategy, or a budget.
        if (task.State == TaskState.Failed && task.Steps.All(step => step.Call is not { } call || !call.Outcome.IsFailure()))
        {
            Count("task failed", task.Error);
        }
    }

    /// <summary>The most frequent ones.</summary>
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
            + (string.IsNullOrWhiteSpace(error) ? "" : $": {TerminalText.Truncate(TerminalText.Sanitize(error), Longest)}");
        if (!_counts.ContainsKey(text) && _counts.Count >= MostKinds)
        {
            text = "other reasons";
        }

        _counts[text] = _counts.GetValueOrDefault(text) + 1;
    }
}
