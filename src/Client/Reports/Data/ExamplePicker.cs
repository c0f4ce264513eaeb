using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Picks the tasks that a report shows step by step: per row, the slowest task and the task of median latency.</summary>
internal sealed class ExamplePicker(MeasuredWindow window)
{
    private readonly Dictionary<RowKey, List<(float Latency, long Id, int Attempt)>> _rows = [];

    public void Add(TaskRecord task)
    {
        if (!window.Began(task) || task.IsBaseline || task.State is TaskState.Aborted || task.Steps.Count == 0)
        {
            return;
        }

        if (!_rows.TryGetValue(RowKey.Of(task), out var row))
        {
            _rows[RowKey.Of(task)] = row = [];
        }

        row.Add(((float)(task.End - task.Start), task.Id, task.Attempt));
    }

    /// <summary>Returns the slowest and the typical task of each row.</summary>
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

/// <summary>A task to show step by step.</summary>
/// <param name="Row">Row of the task.</param>
/// <param name="Reason">"slowest" or "typical".</param>
/// <param name="Id">Task id.</param>
/// <param name="Attempt">Attempt of the task.</param>
internal sealed record ExampleTask(RowKey Row, string Reason, long Id, int Attempt);
