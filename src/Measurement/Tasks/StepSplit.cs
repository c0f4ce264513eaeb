using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Tasks;

/// <summary>Splits the time of one step, asked to end.</summary>
public static class StepSplit
{
    /// <summary>
    /// Asked to sent is client queue; sent to end is the tool's, or is split by the server's own durations. Where these exceed sent
    /// to end (clocks and roundings differ) they are scaled down to it; what they leave is <see cref="CriticalPathSplit.OtherSeconds"/>.
    /// </summary>
    public static CriticalPathSplit Of(StepRecord step)
    {
        var total = Math.Max(0, step.End - step.Asked);
        var queue = Math.Clamp(step.Sent - step.Asked, 0, total);
        var served = total - queue;
        var split = CriticalPathSplit.Zero with { ClientQueueSeconds = queue };
        if (step.Kind == StepKind.Tool)
        {
            return split with { ToolSeconds = served };
        }

        if (step.Call is not { } call)
        {
            return split with { OtherSeconds = served };
        }

        double wait = Positive(call.ServerQueue),
            load = Positive(call.ServerLoad);
        double prefill = Positive(call.ServerPrefill),
            decode = Positive(call.ServerDecode);
        var reported = wait + load + prefill + decode;
        var scale = reported > served ? served / reported : 1;
        return split with
        {
            ServerQueueSeconds = wait * scale,
            LoadSeconds = load * scale,
            PrefillSeconds = prefill * scale,
            DecodeSeconds = decode * scale,
            OtherSeconds = Math.Max(0, served - (reported * scale)),
        };
    }

    private static double Positive(double? seconds) => Math.Max(0, seconds ?? 0);
}
