using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Tasks;

/// <summary>Splits the duration of one step, from asked to end.</summary>
internal static class StepSplit
{
    /// <summary>
    /// Computes the split. Asked to sent is client queueing. Sent to end is tool time, or is split according to the durations reported by
    /// the server. If these exceed the time from sent to end (because of different clocks and rounding), they are scaled down; the
    /// remaining time is <see cref="CriticalPathSplit.OtherSeconds"/>. If the server reports no durations, the time from sent to end is
    /// split at the first token; without a first token, all of it is before the first token.
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

        if (call is { ServerQueue: null, ServerLoad: null, ServerPrefill: null, ServerDecode: null })
        {
            var first = Math.Clamp(call.Ttft ?? served, 0, served);
            return split with { ToFirstTokenSeconds = first, AfterFirstTokenSeconds = served - first };
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
