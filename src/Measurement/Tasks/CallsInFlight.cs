using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Tasks;

/// <summary>Computes the number of concurrent calls of a task.</summary>
internal static class CallsInFlight
{
    /// <summary>Returns the maximum number of concurrent calls. A call that ends when another one is sent does not overlap it.</summary>
    public static int Peak(IReadOnlyList<StepRecord> steps)
    {
        var calls = steps.Where(static step => step.Kind == StepKind.Call).ToArray();
        var sent = Array.ConvertAll(calls, static step => step.Sent);
        var ends = Array.ConvertAll(calls, static step => step.End);
        Array.Sort(sent);
        Array.Sort(ends);
        int ended = 0,
            peak = Math.Min(1, calls.Length);
        for (var begun = 0; begun < sent.Length; begun++)
        {
            while (ended < ends.Length && ends[ended] <= sent[begun])
            {
                ended++;
            }

            peak = Math.Max(peak, begun + 1 - ended);
        }

        return peak;
    }
}
