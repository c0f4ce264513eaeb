using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live;

/// <summary>Progress of a strategy on a problem.</summary>
/// <param name="Row">Group, problem and strategy.</param>
/// <param name="Ended">Number of ended tasks.</param>
/// <param name="Judged">Number of ended tasks that count in the solved rate.</param>
/// <param name="Solved">Number of solved tasks.</param>
/// <param name="Calls">Mean number of calls per task.</param>
/// <param name="Tokens">Mean number of reported tokens per task; null if no server reported tokens.</param>
/// <param name="LatencyP50">Median task latency, seconds.</param>
internal sealed record GroupProgress(RowKey Row, long Ended, long Judged, long Solved, double? Calls, double? Tokens, double? LatencyP50)
{
    /// <summary>Distribution of the task latency; empty without ended tasks.</summary>
    public IReadOnlyList<PlotPoint> Latency { get; init; } = [];

    /// <summary>95th percentile of the task latency, seconds.</summary>
    public double? LatencyP95 { get; init; }
}

/// <summary>Totals of the ended tasks of one row.</summary>
internal sealed class GroupTotals
{
    private readonly LogLinearHistogram _latency = new();
    private long _ended,
        _judged,
        _solved,
        _calls,
        _tokens,
        _withTokens;

    public void Add(TaskRecord task)
    {
        _ended++;
        if (task.Solved is not null)
        {
            _judged++;
        }

        if (task.State == TaskState.Solved)
        {
            _solved++;
        }

        _latency.Record(Math.Max(0, task.End - task.Start));
        long? tokens = null;
        foreach (var step in task.Steps)
        {
            if (step.Call is null)
            {
                continue;
            }

            _calls++;
            if (Tokens.Of(step.Call) is { } known)
            {
                tokens = (tokens ?? 0) + known;
            }
        }

        if (tokens is not { } sum)
        {
            return;
        }

        _tokens += sum;
        _withTokens++;
    }

    public GroupProgress Read(RowKey row) =>
        new(
            row,
            _ended,
            _judged,
            _solved,
            _ended > 0 ? (double)_calls / _ended : null,
            _withTokens > 0 ? (double)_tokens / _withTokens : null,
            _latency.Percentile(0.5)
        )
        {
            Latency = _latency.Count > 0 ? EcdfPlot.Points(_latency) : [],
            LatencyP95 = _latency.Percentile(0.95),
        };
}
