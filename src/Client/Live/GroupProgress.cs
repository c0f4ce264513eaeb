using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live;

/// <summary>How far a strategy has come on a problem.</summary>
/// <param name="Row">Which.</param>
/// <param name="Ended">Tasks that ended.</param>
/// <param name="Judged">Of them, those that were judged right or wrong.</param>
/// <param name="Solved">Of them, those that were right.</param>
/// <param name="Calls">Mean calls of a task.</param>
/// <param name="Tokens">Mean tokens of a task, as reported.</param>
/// <param name="LatencyP50">Median task latency.</param>
internal sealed record GroupProgress(RowKey Row, long Ended, long Judged, long Solved, double? Calls, double? Tokens, double? LatencyP50);

/// <summary>Adds up ended tasks, row by row.</summary>
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
        if (task.State is TaskState.Solved or TaskState.Unsolved)
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
        );
}
