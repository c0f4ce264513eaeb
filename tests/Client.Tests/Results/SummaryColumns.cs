using Shouldly;

namespace AgentLoad.Client.Tests.Results;

/// <summary>SQL columns of the values that summaries aggregate.</summary>
internal static class SummaryColumns
{
    private static readonly Dictionary<string, string> TaskColumns = new()
    {
        ["calls"] = "calls",
        ["toolCalls"] = "tool_calls",
        ["depth"] = "depth",
        ["peakCalls"] = "peak",
        ["parallelism"] = "CASE WHEN critical > 0 THEN length / critical ELSE 0 END",
        ["promptTokens"] = "prompt",
        ["completionTokens"] = "completion",
        ["totalTokens"] = "total",
        ["cost"] = "cost",
        ["latencySeconds"] = "latency",
        ["effectiveLatencySeconds"] = "effective",
        ["criticalPathSeconds"] = "critical",
    };

    public static string OfTotal(string name) =>
        name switch
        {
            "tasks" => "count(*)",
            "calls" => "ifnull(sum(calls), 0)",
            "toolCalls" => "ifnull(sum(tool_calls), 0)",
            "retries" => "ifnull(sum(retries), 0)",
            "promptTokens" => "sum(prompt)",
            "cachedTokens" => "sum(cached)",
            "completionTokens" => "sum(completion)",
            "reasoningTokens" => "sum(reasoning)",
            "totalTokens" => "sum(total)",
            "resentTokens" => "sum(resent)",
            "wastedTokens" => "sum(wasted)",
            "serverSeconds" => "sum(server_s)",
            _ => throw new ShouldAssertException($"the total {name} has no SQL"),
        };

    public static string OfPathPart(string name) =>
        name switch
        {
            "clientQueueSeconds" => "client_queue",
            "serverQueueSeconds" => "server_queue",
            "loadSeconds" => "load",
            "prefillSeconds" => "prefill",
            "decodeSeconds" => "decode",
            "toolSeconds" => "tool",
            "joinSeconds" => "joins",
            "otherSeconds" => "other",
            "toFirstTokenSeconds" => "to_first",
            "afterFirstTokenSeconds" => "after_first",
            "unsplitServerSeconds" => "to_first + after_first",
            "totalSeconds" => "critical",
            _ => throw new ShouldAssertException($"the part {name} has no SQL"),
        };

    /// <summary>Returns true if tasks have a distribution of that name.</summary>
    public static bool IsTaskColumn(string name) => TaskColumns.ContainsKey(name);

    public static string OfTask(string name) =>
        TaskColumns.TryGetValue(name, out var column)
            ? column
            : throw new ShouldAssertException($"the distribution {name} of tasks has no SQL");

    public static string OfCall(string name) =>
        name switch
        {
            "scheduleDelaySeconds" => "schedule_delay",
            "ttftSeconds" => "ttft_s",
            "ttfoSeconds" => "ttfo_s",
            "tpotSeconds" => "tpot",
            "serverTpotSeconds" => "server_tpot",
            "latencySeconds" => "latency",
            "effectiveLatencySeconds" => "effective",
            "serverQueueSeconds" => "server_queue_s",
            "serverLoadSeconds" => "server_load_s",
            "serverPrefillSeconds" => "server_prefill_s",
            "serverDecodeSeconds" => "server_decode_s",
            "imageTokens" => "CASE WHEN images > 0 AND provenance = 'Server' THEN 1.0 * prompt_tokens / images END",
            _ => throw new ShouldAssertException($"the distribution {name} of calls has no SQL"),
        };
}
