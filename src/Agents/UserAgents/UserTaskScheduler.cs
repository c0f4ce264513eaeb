using System.Collections.Concurrent;

namespace AgentLoad.Agents.UserAgents;

/// <summary>
/// Runs user code on dedicated threads. Blocking code would otherwise starve the shared thread pool, which model calls, other agents and a
/// silo's heartbeats need: a few hundred blocked agents would let the cluster declare the silo dead.
/// </summary>
internal sealed class UserTaskScheduler : TaskScheduler
{
    /// <summary>Maximum number of threads. If all are blocked, further work waits and its task ends at its timeout.</summary>
    public const int MaxThreads = 1024;

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(20);

    // Work that runs longer than this blocks or computes: another thread is added for the waiting work.
    private static readonly TimeSpan GrowthInterval = TimeSpan.FromMilliseconds(10);

    [ThreadStatic]
    private static bool _isUserThread;

    private readonly Lock _lock = new();
    private readonly BlockingCollection<Task> _queue = [];
    private readonly ITimer _timer;
    private int _threads;
    private int _idle;
    private long _dequeued;
    private long _dequeuedAtCheck;
    private bool _isCheckPending;

    private UserTaskScheduler() =>
        _timer = TimeProvider.System.CreateTimer(_ => GrowIfStalled(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => MaxThreads;

    /// <summary>The instance of this process.</summary>
    private static UserTaskScheduler Instance { get; } = new();

    /// <summary>Runs user code. Work that is cancelled before it gets a thread never runs.</summary>
    public static Task<T> RunAsync<T>(Func<Task<T>> code, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(code, cancellationToken, TaskCreationOptions.DenyChildAttach, Instance).Unwrap();

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Func<Task> code, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(code, cancellationToken, TaskCreationOptions.DenyChildAttach, Instance).Unwrap();

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        _queue.Add(task);
        lock (_lock)
        {
            GrowIfBusy();
        }
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _isUserThread && !taskWasPreviouslyQueued && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _queue.ToArray();

    // Start with two threads per core; add more only if the queue does not move.
    private void GrowIfBusy()
    {
        if (_queue.Count <= _idle)
        {
            return;
        }

        if (_threads < 2 * Environment.ProcessorCount)
        {
            Start();
        }
        else if (!_isCheckPending)
        {
            (_isCheckPending, _dequeuedAtCheck) = (true, _dequeued);
            _timer.Change(GrowthInterval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Adds threads if work waits and none was dequeued since the last check.</summary>
    private void GrowIfStalled()
    {
        lock (_lock)
        {
            for (
                var wanted = _dequeued == _dequeuedAtCheck ? Math.Min(_queue.Count, _threads) : 0;
                wanted > 0 && _threads < MaxThreads;
                wanted--
            )
            {
                Start();
            }

            _isCheckPending = false;
            GrowIfBusy();
        }
    }

    private void Start()
    {
        try
        {
            new Thread(Work) { IsBackground = true, Name = "users' agents" }.Start();
            _threads++;
        }
        catch (OutOfMemoryException)
        {
            // The system allows no more threads: waiting work uses the existing ones.
        }
    }

    private void Work()
    {
        _isUserThread = true;
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Waits for the next work item; returns null after the idle timeout, so that the thread ends.</summary>
    private Task? Next()
    {
        lock (_lock)
        {
            _idle++;
        }

        while (true)
        {
            var isThere = _queue.TryTake(out var task, IdleTimeout);
            lock (_lock)
            {
                if (isThere)
                {
                    (_idle, _dequeued) = (_idle - 1, _dequeued + 1);
                    GrowIfBusy();
                    return task;
                }

                if (_queue.Count == 0)
                {
                    (_idle, _threads) = (_idle - 1, _threads - 1);
                    return null;
                }
            }
        }
    }
}
