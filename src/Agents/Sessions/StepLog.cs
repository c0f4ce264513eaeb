using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// The steps of one task attempt: assigns ids, stores completed steps, and returns the steps that another host has already made. Not
/// thread-safe, except for <see cref="FindReplayed"/>.
/// </summary>
internal sealed class StepLog
{
    private readonly List<StepRecord> _ended = [];
    private readonly Dictionary<int, double> _scores = [];
    private readonly Dictionary<string, StepSnapshot>? _replayed;
    private readonly List<StepSnapshot>? _snapshots;
    private TaskCompletionSource? _idle;
    private int _last;
    private int _running;

    /// <param name="snapshot">Steps that another host has made; null for a new task.</param>
    /// <param name="canMove">False if the task certainly ends on this host: then the results of steps are not stored.</param>
    public StepLog(TaskSnapshot? snapshot, bool canMove)
    {
        _snapshots = canMove ? [] : null;
        if (snapshot is { Steps.Count: > 0 })
        {
            _replayed = new Dictionary<string, StepSnapshot>(snapshot.Steps.Count, StringComparer.Ordinal);
            foreach (var step in snapshot.Steps)
            {
                _replayed.TryAdd(step.Record.Key, step);
            }

            _ended.AddRange(snapshot.Steps.Select(s => s.Record));
            _snapshots?.AddRange(snapshot.Steps);
            _last = _ended.Max(s => s.Id);
        }
    }

    /// <summary>The completed steps, by ascending id.</summary>
    public IReadOnlyList<StepRecord> Ended =>
        [.. _ended.OrderBy(s => s.Id).Select(s => _scores.TryGetValue(s.Id, out var score) ? s with { Score = score } : s)];

    /// <summary>Returns the step with a key that another host has made; null if the step must be made.</summary>
    public StepSnapshot? FindReplayed(string key) => _replayed?.GetValueOrDefault(key);

    /// <summary>Assigns an id to a step that starts.</summary>
    public int Begin()
    {
        _running++;
        return ++_last;
    }

    /// <summary>Stores a completed step.</summary>
    public void End(StepSnapshot step)
    {
        _ended.Add(step.Record);
        _snapshots?.Add(step);
        EndRemote();
    }

    /// <summary>Marks the start of steps on other hosts; they get their ids when they have completed.</summary>
    public void BeginRemote() => _running++;

    /// <summary>Marks the end of steps on other hosts, after they were stored.</summary>
    public void EndRemote()
    {
        if (--_running == 0)
        {
            _idle?.TrySetResult();
        }
    }

    /// <summary>Stores the score of a step.</summary>
    public void Score(int step, double score) => _scores[step] = score;

    /// <summary>Completes when no step is running. No step may start while it waits.</summary>
    public Task WaitForRunningAsync() =>
        _running == 0 ? Task.CompletedTask : (_idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Returns the steps that another host needs to continue the task.</summary>
    public IReadOnlyList<StepSnapshot> Snapshot() => [.. _snapshots!.OrderBy(s => s.Record.Id)];
}
