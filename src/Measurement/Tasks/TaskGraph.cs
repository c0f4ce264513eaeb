using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Tasks;

/// <summary>
/// The directed acyclic graph of the steps of a task. Edges lead to a step from every step in <see cref="StepRecord.After"/> and, for a
/// retry, from the failed call. A step depends only on steps with lower ids. Edges to missing steps (an incomplete record after a crash)
/// are ignored.
/// <para>
/// The critical path is the path with the largest sum of (end − asked) over its steps. Edges have no weight: with the waiting times
/// between steps included, every path would have the length (last end − first asked). Among equal paths, the path with the later end is
/// selected, then the path with lower ids. The length of the path is this sum plus the waiting times at joins on the path, from the end
/// of one step to the request for the next. It never exceeds the latency of the task.
/// </para>
/// </summary>
internal sealed class TaskGraph
{
    private readonly StepRecord[] _steps;
    private readonly Dictionary<int, int> _index;

    /// <summary>Creates the graph of <paramref name="steps"/>, in any order.</summary>
    public TaskGraph(IReadOnlyList<StepRecord> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _steps = [.. steps];
        Array.Sort(_steps, static (left, right) => left.Id.CompareTo(right.Id));
        _index = new Dictionary<int, int>(_steps.Length);
        for (var i = 0; i < _steps.Length; i++)
        {
            _index[_steps[i].Id] = i;
        }
    }

    /// <summary>
    /// Returns the steps in ascending order of id. Sets <see cref="StepRecord.OnAnswerPath"/> for steps that are reachable backwards from
    /// <paramref name="answerSteps"/> through <see cref="StepRecord.Uses"/>, and <see cref="StepRecord.OnCriticalPath"/>.
    /// </summary>
    public static IReadOnlyList<StepRecord> Mark(IReadOnlyList<StepRecord> steps, IEnumerable<int> answerSteps)
    {
        var graph = new TaskGraph(steps);
        var answer = graph.UsedBy(answerSteps);
        var critical = graph.CriticalPath().Select(static step => step.Id).ToHashSet();
        return Array.ConvertAll(
            graph._steps,
            step => step with { OnAnswerPath = answer.Contains(step.Id), OnCriticalPath = critical.Contains(step.Id) }
        );
    }

    /// <summary>Returns the steps of the critical path from first to last; empty if there are no steps.</summary>
    public IReadOnlyList<StepRecord> CriticalPath()
    {
        var weight = new double[_steps.Length];
        var from = new int[_steps.Length];
        var last = -1;
        for (var i = 0; i < _steps.Length; i++)
        {
            from[i] = -1;
            foreach (var predecessor in Predecessors(_steps[i], retries: true))
            {
                if (IsLonger(weight, predecessor, from[i]))
                {
                    from[i] = predecessor;
                }
            }

            weight[i] = Duration(_steps[i]) + (from[i] < 0 ? 0 : weight[from[i]]);
            if (IsLonger(weight, i, last))
            {
                last = i;
            }
        }

        var path = new List<StepRecord>();
        for (; last >= 0; last = from[last])
        {
            path.Add(_steps[last]);
        }

        path.Reverse();
        return path;
    }

    /// <summary>Splits the length of a path into its components.</summary>
    public static CriticalPathSplit Split(IReadOnlyList<StepRecord> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var split = CriticalPathSplit.Zero;
        for (var i = 0; i < path.Count; i++)
        {
            var wait = i == 0 ? 0 : Math.Max(0, path[i].Asked - path[i - 1].End);
            split += StepSplit.Of(path[i]) with { JoinSeconds = wait };
        }

        return split;
    }

    /// <summary>
    /// Returns the length of the longest path in steps. A retry has the same depth as the call that it repeats, unless it depends on it
    /// explicitly.
    /// </summary>
    public int Depth()
    {
        var depth = new int[_steps.Length];
        for (var i = 0; i < _steps.Length; i++)
        {
            foreach (var predecessor in Predecessors(_steps[i], retries: false))
            {
                depth[i] = Math.Max(depth[i], depth[predecessor]);
            }

            depth[i]++;
        }

        return depth.Length == 0 ? 0 : depth.Max();
    }

    /// <summary>Returns the sum of (end − asked) over all steps, seconds.</summary>
    public double TotalStepSeconds() => _steps.Sum(Duration);

    private static double Duration(StepRecord step) => Math.Max(0, step.End - step.Asked);

    private bool IsLonger(double[] weight, int candidate, int best) =>
        best < 0 || weight[candidate] > weight[best] || (weight[candidate] == weight[best] && _steps[candidate].End > _steps[best].End);

    private HashSet<int> UsedBy(IEnumerable<int> answerSteps)
    {
        var used = new HashSet<int>();
        var open = new Stack<int>(answerSteps);
        while (open.TryPop(out var id))
        {
            if (!_index.TryGetValue(id, out var index) || !used.Add(id))
            {
                continue;
            }

            foreach (var source in _steps[index].Uses)
            {
                open.Push(source);
            }
        }

        return used;
    }

    private IEnumerable<int> Predecessors(StepRecord step, bool retries)
    {
        foreach (var id in step.After)
        {
            if (id < step.Id && _index.TryGetValue(id, out var index))
            {
                yield return index;
            }
        }

        if (retries && step.Call?.RetryOf is { } failed && failed < step.Id && _index.TryGetValue(failed, out var repeated))
        {
            yield return repeated;
        }
    }
}
