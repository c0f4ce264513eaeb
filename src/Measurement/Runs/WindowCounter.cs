using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Runs;

/// <summary>Counts the tasks that began and the tasks that ended in the measured window.</summary>
internal sealed class WindowCounter(MeasuredWindow window)
{
    private readonly EnumCounts<TaskState> _ended = new();
    private long _began;
    private long _cutOff;

    /// <summary>Number of tasks that ended in the window, including baseline tasks.</summary>
    public long EndedWithBaseline { get; private set; }

    /// <summary>Adds a task.</summary>
    public void Add(TaskRecord task)
    {
        EndedWithBaseline += window.Ended(task) ? 1 : 0;
        if (task.IsBaseline)
        {
            return;
        }

        if (window.Ended(task))
        {
            _ended.Add(task.State);
        }

        if (window.Began(task))
        {
            _began++;
            _cutOff += task.State == TaskState.Aborted ? 1 : 0;
        }
    }

    /// <summary>Returns the counts.</summary>
    public WindowTasks ToCounts() => new(_began, _cutOff, _ended.Total, _ended.ToDictionary());
}
