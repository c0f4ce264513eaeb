using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports.Data;

/// <summary>
/// The run over time in at most <see cref="MaxBins"/> bins of equal width; the width doubles as the run grows. All latencies are kept, so
/// percentiles are exact. Includes calls outside the measured window and of baseline tasks, because they load the servers too.
/// </summary>
internal sealed class Timeline
{
    public const int MaxBins = 240;

    private List<Bin> _bins = [];

    /// <summary>Width of a bin, seconds.</summary>
    public double Width { get; private set; } = 0.25;

    public IReadOnlyList<Bin> Bins => _bins;

    /// <summary>End of the last call or task, seconds since the start of the run.</summary>
    public double End { get; private set; }

    public void Add(TaskRecord task)
    {
        AddOverlap(task.Start, task.End, static (bin, seconds) => bin.TaskSeconds += seconds);
        if (BinAt(task.End) is { } ended && task.State is not TaskState.Aborted)
        {
            ended.Tasks++;
        }

        foreach (var step in task.Steps)
        {
            if (step.Call is { } call)
            {
                Add(step, call);
            }
        }
    }

    private void Add(StepRecord step, CallRecord call)
    {
        AddOverlap(step.Sent, step.End, static (bin, seconds) => bin.CallSeconds += seconds);
        if (BinAt(step.End) is not { } bin)
        {
            return;
        }

        bin.Calls++;
        if (call.Outcome.IsFailure())
        {
            bin.Failed++;
        }

        bin.PromptTokens += call.PromptTokens ?? 0;
        bin.CompletionTokens += call.CompletionTokens ?? 0;
        bin.Latency.Add((float)(step.End - step.Sent));
        if (call.Ttft is { } ttft)
        {
            bin.Ttft.Add((float)ttft);
        }
    }

    private void AddOverlap(double from, double to, Action<Bin, double> add)
    {
        if (!double.IsFinite(from) || from < 0 || BinAt(to) is null)
        {
            return;
        }

        for (var index = (int)(from / Width); index < _bins.Count && index * Width < to; index++)
        {
            add(_bins[index], Math.Max(0, Math.Min(to, (index + 1) * Width) - Math.Max(from, index * Width)));
        }
    }

    private Bin? BinAt(double instant)
    {
        if (!double.IsFinite(instant) || instant < 0)
        {
            return null;
        }

        while (instant >= Width * MaxBins)
        {
            MergePairs();
        }

        End = Math.Max(End, instant);
        var index = (int)(instant / Width);
        while (_bins.Count <= index)
        {
            _bins.Add(new Bin());
        }

        return _bins[index];
    }

    private void MergePairs()
    {
        Width *= 2;
        _bins = [.. _bins.Chunk(2).Select(pair => pair.Length == 2 ? pair[0].Merge(pair[1]) : pair[0])];
    }
}

/// <summary>Ended work and concurrency in one interval of the run.</summary>
internal sealed class Bin
{
    public List<float> Latency { get; } = [];

    public List<float> Ttft { get; } = [];

    public long Tasks { get; set; }

    public long Calls { get; set; }

    public long Failed { get; set; }

    public long PromptTokens { get; set; }

    public long CompletionTokens { get; set; }

    /// <summary>Sum over calls of the time in flight within the interval, seconds.</summary>
    public double CallSeconds { get; set; }

    /// <summary>Sum over tasks of the running time within the interval, seconds.</summary>
    public double TaskSeconds { get; set; }

    /// <summary>Merges the next interval into this one.</summary>
    public Bin Merge(Bin next)
    {
        Latency.AddRange(next.Latency);
        Ttft.AddRange(next.Ttft);
        (Tasks, Calls, Failed) = (Tasks + next.Tasks, Calls + next.Calls, Failed + next.Failed);
        (PromptTokens, CompletionTokens) = (PromptTokens + next.PromptTokens, CompletionTokens + next.CompletionTokens);
        (CallSeconds, TaskSeconds) = (CallSeconds + next.CallSeconds, TaskSeconds + next.TaskSeconds);
        return this;
    }

    /// <summary>Returns exact percentiles; null if there are no values. Sorts the values.</summary>
    public static double?[] Percentiles(List<float> values, params ReadOnlySpan<double> shares)
    {
        var found = new double?[shares.Length];
        if (values.Count == 0)
        {
            return found;
        }

        values.Sort();
        for (var i = 0; i < shares.Length; i++)
        {
            found[i] = values[(int)Percentile.Rank(shares[i], values.Count) - 1];
        }

        return found;
    }
}
