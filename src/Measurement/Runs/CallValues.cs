using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>Metrics of a call by name; null if the call does not have the value.</summary>
internal static class CallValues
{
    public static IReadOnlyDictionary<string, Func<StepRecord, CallTiming, double?>> All { get; } =
        new Dictionary<string, Func<StepRecord, CallTiming, double?>>
        {
            ["call.schedule_delay"] = static (_, timing) => timing.ScheduleDelay,
            ["call.ttft"] = static (step, _) => step.Call?.Ttft,
            ["call.ttfo"] = static (step, _) => step.Call?.Ttfo,
            ["call.tpot"] = static (step, _) => step.Call?.Tpot,
            ["call.server_tpot"] = static (step, _) => step.Call?.ServerTpot,
            ["call.latency"] = static (_, timing) => timing.Latency,
            ["call.effective_latency"] = static (_, timing) => timing.EffectiveLatency,
            ["call.server_queue"] = static (step, _) => step.Call?.ServerQueue,
            ["call.server_load"] = static (step, _) => step.Call?.ServerLoad,
            ["call.server_prefill"] = static (step, _) => step.Call?.ServerPrefill,
            ["call.server_decode"] = static (step, _) => step.Call?.ServerDecode,
            ["call.prompt_tokens"] = static (step, _) => step.Call?.PromptTokens,
            ["call.completion_tokens"] = static (step, _) => step.Call?.CompletionTokens,
            ["call.image_tokens"] = static (step, _) => step.Call?.ImageTokens,
            ["call.errors"] = static (step, _) =>
                step.Call is { } call
                    ? call.Outcome.IsFailure()
                        ? 1
                        : 0
                    : null,
        };
}
