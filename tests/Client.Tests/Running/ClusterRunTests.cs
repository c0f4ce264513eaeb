using System.Threading.Channels;
using AgentLoad.Agents.Execution;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Running;

public sealed class ClusterRunTests
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SteppedTime _time = new();
    private readonly RemoteRun _remote = new();
    private int _saved;

    [Fact]
    public async Task Cluster_ThatIsGone_IsNotWaitedForAfterAnImmediateStop()
    {
        var running = StartAsync();
        await _remote.DeliverAsync();
        await _stop.CancelAsync();
        await _time.StepAsync();

        var error = await Should.ThrowAsync<UserErrorException>(running);

        error.Message.ShouldStartWith("The cluster does not answer. 1 tasks are saved in the folder of the run.");
        await _remote.DeliverAsync();
        _saved.ShouldBe(1, "the folder of the run is closed");
    }

    [Fact]
    public async Task Cluster_ThatStillDeliversTasks_IsWaitedFor()
    {
        var running = StartAsync();
        await _stop.CancelAsync();
        for (var i = 0; i < 5; i++)
        {
            await _remote.DeliverAsync();
            await _time.StepAsync();
        }

        _remote.End(seconds: 5);

        (await running).DurationSeconds.ShouldBe(5);
        _saved.ShouldBe(5);
    }

    [Fact]
    public async Task Preparation_EndsWithItsToken()
    {
        await using var run = new ClusterRun(_remote, _time);
        using var cancelled = new CancellationTokenSource();

        var preparing = run.PrepareAsync(cancelled.Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(preparing);
    }

    private Task<HostedRun> StartAsync() =>
        new ClusterRun(_remote, _time).RunAsync(
            _ =>
            {
                _saved++;
                return ValueTask.CompletedTask;
            },
            CancellationToken.None,
            _stop.Token
        );

    /// <summary>A run that does not end by itself, as on a cluster that is gone.</summary>
    private sealed class RemoteRun : IAgentHost
    {
        private readonly TaskCompletionSource<HostedRun> _ended = new();
        private Func<TaskRecord, ValueTask> _save = null!;

        public Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken) =>
            new TaskCompletionSource<IReadOnlyList<EndpointFacts>>().Task;

        public Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
        {
            _save = save;
            return _ended.Task;
        }

        public async Task DeliverAsync() =>
            await _save(
                new TaskRecord
                {
                    Id = 1,
                    Agent = 1,
                    Group = "group",
                    Problem = "open",
                    ProblemId = "1",
                    Strategy = "direct",
                    IntendedStart = 0,
                    Start = 0,
                    End = 1,
                    State = TaskState.Aborted,
                    Steps = [],
                }
            );

        public void End(double seconds) =>
            _ended.SetResult(
                new HostedRun(DateTimeOffset.UnixEpoch, seconds)
                {
                    Agents = 1,
                    NotStarted = 0,
                    Health = new ClientHealth(),
                }
            );

        public ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) => new(LiveState.None);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Time on which a wait ends when the test says so.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private readonly Channel<Action> _waits = Channel.CreateUnbounded<Action>();

        /// <summary>Ends the next wait, after it has begun.</summary>
        public async Task StepAsync() => (await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken))();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _waits.Writer.TryWrite(() => callback(state));
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
