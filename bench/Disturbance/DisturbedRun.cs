using AgentLoad.Client.Results;

namespace AgentLoad.Bench.Disturbance;

/// <summary>The effect of a disturbance on a run. Times are seconds of the run.</summary>
internal sealed class DisturbedRun
{
    private const double Percentile = 0.95;

    private readonly double _start;
    private readonly double _end;
    private readonly List<(double Start, double End)> _tasks = [];
    private readonly Dictionary<int, double> _firstSteps = [];

    private DisturbedRun(double start, double end) => (_start, _end) = (start, end);

    /// <summary>Seconds from the disturbance until every agent of the run sent a call or started a tool.</summary>
    public double SecondsUntilAllWork => _firstSteps.Values.Max() - _start;

    /// <summary>Agents with a step after the disturbance.</summary>
    public int Agents => _firstSteps.Count;

    /// <summary>95th percentile of task latency in the disturbance, in seconds.</summary>
    public double LatencyDuring => LatencyOf(task => task.End >= _start && task.Start < _end);

    /// <summary>Reads the results of a run.</summary>
    /// <param name="folder">Folder of the results.</param>
    /// <param name="startedAt">Start of the disturbance.</param>
    /// <param name="endedAt">End of the disturbance.</param>
    public static DisturbedRun Read(string folder, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        using var archive = RunStore.Open(folder);
        var epoch = archive.Facts.StartedUtc;
        var run = new DisturbedRun((startedAt - epoch).TotalSeconds, (endedAt - epoch).TotalSeconds);
        foreach (var task in archive.ReadTasks())
        {
            run._tasks.Add((task.Start, task.End));
            foreach (var sent in task.Steps.Select(step => step.Sent).Where(sent => sent > run._start))
            {
                run._firstSteps[task.Agent] = Math.Min(sent, run._firstSteps.GetValueOrDefault(task.Agent, double.MaxValue));
            }
        }

        return run;
    }

    /// <summary>Returns the 95th percentile of task latency before the disturbance and after the warm-up, in seconds.</summary>
    public double LatencyBefore(double warmUp) => LatencyOf(task => task.Start >= warmUp && task.End < _start);

    private double LatencyOf(Func<(double Start, double End), bool> condition)
    {
        var latencies = _tasks.Where(condition).Select(task => task.End - task.Start).Order().ToArray();
        return latencies.Length == 0 ? double.NaN : latencies[(int)Math.Ceiling(Percentile * latencies.Length) - 1];
    }
}
