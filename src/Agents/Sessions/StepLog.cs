using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// The steps of one task attempt: numbers them, keeps those that ended, and answers for those that an earlier host made. Not safe for use
/// from many threads, but for <see cref="Known"/>.
/// </summary>
internal sealed class StepLog
{
    private readonly List<StepRecord> _ended = [];
    private readonly Dictionary<int, double> _scores = [];
    private readonly Dictionary<string, CarriedStep>? _known;
    private readonly List<CarriedStep>? _kept;
    private TaskCompletionSource? _idle;
    private int _last;
    private int _underWay;

    /// <param name="carried">What an earlier host made; null for a task that begins.</param>
    /// <param name="mayLeave">False where the task ends here for certain: then what steps gave need not be kept.</param>
    public StepLog(CarriedTask? carried, bool mayLeave)
    {
        _kept = mayLeave ? [] : null;
        if (carried is { Steps.Count: > 0 })
        {
            _known = new Dictionary<string, CarriedStep>(carried.Steps.Count, StringComparer.Ordinal);
            foreach (var step in carried.Steps)
            {
                _known.TryAdd(step.Record.Key, step);
            }

            _ended.AddRange(carried.Steps.Select(s => s.Record));
            _kept?.AddRange(carried.Steps);
            _last = _ended.Max(s => s.Id);
        }
    }

    /// <summary>The steps that have ended, by ascending id.</summary>
    public IReadOnlyList<StepRecord> Ended =>
        [.. _ended.OrderBy(s => s.Id).Select(s => _scores.TryGetValue(s.Id, out var score) ? s with { Score = score } : s)];

    /// <summary>What an earlier host's step of a key gave; null for a step that is to be made.</summary>
    public CarriedStep? Known(string key) => _known?.GetValueOrDefault(key);

    /// <summary>Numbers a step that begins.</summary>
    public int Begin()
    {
        _underWay++;
        return ++_last;
    }

    /// <summary>Keeps a step that ended.</summary>
    public void End(CarriedStep step)
    {
        _ended.Add(step.Record);
        _kept?.Add(step);
        Return();
    }

    /// <summary>Other hosts make steps that get their numbers when they have ended.</summary>
    public void Lend() => _underWay++;

    /// <summary>They have ended, and their steps are kept.</summary>
    public void Return()
    {
        if (--_underWay == 0)
        {
            _idle?.TrySetResult();
        }
    }

    /// <summary>Keeps what a judging step said.</summary>
    public void Score(int step, double score) => _scores[step] = score;

    /// <summary>Ends when no step is under way; no step may begin meanwhile.</summary>
    public Task IdleAsync() =>
        _underWay == 0 ? Task.CompletedTask : (_idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>What another host needs to go on.</summary>
    public IReadOnlyList<CarriedStep> Carry() => [.. _kept!.OrderBy(s => s.Record.Id)];
}
