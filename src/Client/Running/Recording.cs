using AgentLoad.Agents.Sessions;
using AgentLoad.Client.Store;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Running;

/// <summary>Where the records of a run go: counted for the live view, and saved before the agent goes on.</summary>
internal sealed class Recording(RunStore store, LiveAggregate live, Action<TaskRecord>? saved = null) : ICallObserver
{
    public void CallStarted() => live.CallStarted();

    public void CallEnded(StepRecord step) => live.CallEnded(step.Call!);

    public void TaskStarted() => live.TaskStarted();

    /// <summary>Returns once the record would survive a crash.</summary>
    public async ValueTask SaveAsync(TaskRecord task)
    {
        await store.AppendAsync(task, CancellationToken.None).ConfigureAwait(false);
        live.TaskEnded(task);
        saved?.Invoke(task);
    }
}
