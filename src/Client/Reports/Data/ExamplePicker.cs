using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Picks the tasks that a report shows step by step: of each row the slowest, and the one of median latency.</summary>
internal sealed class ExamplePicker
{
    private readonly Dictionary<RowKey, List<(float Latency, long Id, int Attempt)>> _rows = [];

    public void Add(TaskRecord task)
    {
        if (!task.InWindow || task.IsBaseline || task.State is TaskState.Aborted || task.Steps.Count == 0)
        {
            return;
        }

        if (!_rows.TryGetValue(RowKey.Of(task), out var row))
        {
            _rows[RowKey.Of(task)] = row = [];
        }

        row.Add(((float)(task.End - task.Start), task.Id, task.Attempt));
    }

    /// <summary>Slowest and typical task of each row.</summary>
    public IEnumerable<ExampleTask> Select()
    {
        foreach (var (key, row) in _rows)
        {
            row.Sort();
            var (slow, typical) = (row[^1], row[(row.Count - 1) / 2]);
            yield return new ExampleTask(key, "slowest", slow.Id, slow.Attempt);
            if (typical.Id != slow.Id || typical.Attempt != slow.Attempt)
            {
                yield return new ExampleTask(key, "typical", typical.Id, typical.Attempt);
            }
        }
    }
}

/// <summary>A task to show.</summary>
/// <param name="Row">Whose it is.</param>
/// <param name="Reason">"slowest" or "typical".</param>
/// <param name="Id">The task.</param>
/// <param name="Attempt">Its attempt.</param>
internal sealed record ExampleTask(RowKey Row, string Reason, long Id, int Attempt);
