using System.Globalization;
using AgentLoad.Agents.Execution;
using AgentLoad.Client.Commands;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Running;

/// <summary>A run on a cluster. When the user stops it immediately, it does not wait for a cluster that no longer answers.</summary>
/// <param name="run">The run.</param>
/// <param name="time">Time provider.</param>
internal sealed class ClusterRun(IAgentHost run, TimeProvider time) : IAgentHost
{
    /// <summary>How long an immediate stop waits for the next task. The command must end within 5 s.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);

    private long _saved;
    private volatile bool _isAbandoned;

    public Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken) =>
        run.PrepareAsync(cancellationToken).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UserErrorException">The run was stopped and the cluster did not answer.</exception>
    public async Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
    {
        var running = run.RunAsync(SaveAsync, drain, stop);
        await ((Task)running).WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var saved = -1L; !running.IsCompleted; )
        {
            if (saved == (saved = Interlocked.Read(ref _saved)))
            {
                _isAbandoned = true;
                throw new UserErrorException(
                    $"The cluster does not answer. {saved.ToString(CultureInfo.InvariantCulture)} tasks are saved in the folder of the "
                        + "run. If the cluster is up again, 'agentload cluster' lists the run and 'agentload attach' saves all of its "
                        + "tasks."
                );
            }

            await Task.WhenAny(running, Task.Delay(StopTimeout, time, CancellationToken.None));
        }

        return await running;

        async ValueTask SaveAsync(TaskRecord task)
        {
            if (!_isAbandoned)
            {
                await save(task);
                Interlocked.Increment(ref _saved);
            }
        }
    }

    public ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) => run.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => run.DisposeAsync();
}
