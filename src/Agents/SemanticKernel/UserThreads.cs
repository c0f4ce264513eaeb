using System.Collections.Concurrent;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>
/// Threads for users' code alone. Code that blocks holds one of them, not one that model calls, other agents or a silo's heartbeat need:
/// in a thread pool that all share, a few hundred blocked agents make a silo that its neighbours take for dead.
/// </summary>
internal sealed class UserThreads : TaskScheduler
{
    /// <summary>Most threads; what comes when all are blocked waits, and its task ends at its time limit.</summary>
    public const int Most = 1024;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    // Whoever still runs after this blocks or computes: either way somebody else gets a thread.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    [ThreadStatic]
    private static bool _isOurs;

    private readonly Lock _lock = new();
    private readonly BlockingCollection<Task> _queue = [];
    private readonly ITimer _timer;
    private int _threads;
    private int _idle;
    private long _taken;
    private long _seen;
    private bool _isWatched;

    private UserThreads() =>
        _timer = TimeProvider.System.CreateTimer(_ => Watch(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => Most;

    /// <summary>Those of this process.</summary>
    private static UserThreads Instance { get; } = new();

    /// <summary>Runs code of the user's; what was cancelled before it got a thread never runs.</summary>
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
        _isOurs && !taskWasPreviouslyQueued && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _queue.ToArray();

    // Two for each core at once; more only where those do not get on.
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
        else if (!_isWatched)
        {
            (_isWatched, _seen) = (true, _taken);
            _timer.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Adds threads while work waits and nobody takes it.</summary>
    private void Watch()
    {
        lock (_lock)
        {
            for (var wanted = _taken == _seen ? Math.Min(_queue.Count, _threads) : 0; wanted > 0 && _threads < Most; wanted--)
            {
                Start();
            }

            _isWatched = false;
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
            // The system gives no more threads: what waits goes on waiting for those that there are.
        }
    }

    private void Work()
    {
        _isOurs = true;
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>What to do next; null where there was nothing for so long that the thread ends.</summary>
    private Task? Next()
    {
        lock (_lock)
        {
            _idle++;
        }

        while (true)
        {
            var isThere = _queue.TryTake(out var task, Idle);
            lock (_lock)
            {
                if (isThere)
                {
                    (_idle, _taken) = (_idle - 1, _taken + 1);
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
