using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Tokens per task, row by row; aborted tasks, whose cost was cut off, are left out, as in the summary.</summary>
internal sealed class TokenDistributions
{
    private readonly Dictionary<RowKey, List<float>> _rows = [];

    public void Add(TaskRecord task)
    {
        if (!task.InWindow || task.State is TaskState.Aborted || Tokens.Of(task) is not { } tokens)
        {
            return;
        }

        if (!_rows.TryGetValue(RowKey.Of(task), out var row))
        {
            _rows[RowKey.Of(task)] = row = [];
        }

        row.Add(tokens);
    }

    /// <summary>Values of a row, ascending.</summary>
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
    /// <summary>Prompt and completion tokens of a call; null where the server reported neither.</summary>
    public static long? Of(CallRecord? call) =>
        call is null || (call.PromptTokens is null && call.CompletionTokens is null)
            ? null
            : (long)(call.PromptTokens ?? 0) + (call.CompletionTokens ?? 0);

    /// <summary>Tokens of a task's calls; null where none reports any.</summary>
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
