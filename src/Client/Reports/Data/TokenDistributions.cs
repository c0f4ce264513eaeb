using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Data;

/// <summary>
/// Tokens per task and row, of the tasks that began in the measured window. Tasks that were cut off are excluded because their cost is
/// incomplete, as in the summary.
/// </summary>
internal sealed class TokenDistributions(MeasuredWindow window)
{
    private readonly Dictionary<RowKey, List<float>> _rows = [];

    public void Add(TaskRecord task)
    {
        if (!window.Began(task) || task.State is TaskState.Aborted || Tokens.Of(task) is not { } tokens)
        {
            return;
        }

        if (!_rows.TryGetValue(RowKey.Of(task), out var row))
        {
            _rows[RowKey.Of(task)] = row = [];
        }

        row.Add(tokens);
    }

    /// <summary>Returns the values of a row, ascending.</summary>
    public IReadOnlyList<float> Of(RowKey key)
    {
        if (!_rows.TryGetValue(key, out var row))
        {
            return [];
        }

        row.Sort();
        return row;
    }
}

/// <summary>Sums of reported tokens.</summary>
internal static class Tokens
{
    /// <summary>Returns the prompt and completion tokens of a call; null if the server reported neither.</summary>
    public static long? Of(CallRecord? call) =>
        call is null || (call.PromptTokens is null && call.CompletionTokens is null)
            ? null
            : (long)(call.PromptTokens ?? 0) + (call.CompletionTokens ?? 0);

    /// <summary>Returns the tokens of the calls of a task; null if no call has a token count.</summary>
    public static long? Of(TaskRecord task)
    {
        long? sum = null;
        foreach (var step in task.Steps)
        {
            if (Of(step.Call) is { } tokens)
            {
                sum = (sum ?? 0) + tokens;
            }
        }

        return sum;
    }
}
