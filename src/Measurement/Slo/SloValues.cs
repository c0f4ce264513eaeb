using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Slo;

/// <summary>The values of an SLO metric that an ended task contributes.</summary>
internal static class SloValues
{
    /// <summary>
    /// Returns the value of the task if it began in the window, or the values of its calls that ended in the window; none if the metric is
    /// missing.
    /// </summary>
    public static IEnumerable<double> Of(string metric, TaskRecord task, TaskMetrics metrics, bool openLoop, MeasuredWindow window)
    {
        if (CallValues.All.TryGetValue(metric, out var ofCall))
        {
            return task
                .Steps.Where(step => step.Call is not null && window.Ended(step))
                .Select(step => ofCall(step, CallTiming.Of(task, step, openLoop)))
                .OfType<double>();
        }

        return window.Began(task) && TaskValues.Of(metric, task, metrics) is { } value ? [value] : [];
    }
}
