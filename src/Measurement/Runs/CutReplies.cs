using System.Globalization;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>Counts the replies of live agents that reached their token limit. Shaped agents request replies of a fixed length.</summary>
/// <param name="shapedGroups">Names of the groups with shaped agents.</param>
internal sealed class CutReplies(IReadOnlyList<string> shapedGroups)
{
    private const double Most = 0.5;
    private const int FewestReplies = 10;
    private long _good;
    private long _cut;

    /// <summary>Adds the calls of a task.</summary>
    public void Add(TaskRecord task)
    {
        if (shapedGroups.Contains(task.Group))
        {
            return;
        }

        foreach (var step in task.Steps)
        {
            if (step.Call is { } call && call.Outcome.IsGood())
            {
                _good++;
                _cut += call.Outcome == CallOutcome.LengthLimited ? 1 : 0;
            }
        }
    }

    /// <summary>Returns one sentence if most replies were cut.</summary>
    public IEnumerable<string> Reasons() =>
        _good < FewestReplies || _cut <= Most * _good
            ? []
            :
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_cut:N0} of {_good:N0} replies ({100.0 * _cut / _good:0} %) reached their token limit and were cut. "
                        + $"Increase options.maxTokens, or disable reasoning with options.think: false."
                ),
            ];
}
