using Shouldly;

namespace AgentLoad.Client.Tests.Results;

/// <summary>SQL queries of the numbers of a summary, on the tables of <see cref="SummarySqlTables"/>.</summary>
internal static class SummaryQueries
{
    /// <summary>Condition of the tasks of the current strategy row.</summary>
    public const string Row =
        "agent_group = $group AND problem = $problem AND strategy = $strategy AND is_baseline = $baseline AND began AND "
        + "state <> 'Aborted'";

    /// <summary>Condition of all tasks of the current strategy row, including those that were cut off.</summary>
    public const string AllOfRow =
        "agent_group = $group AND problem = $problem AND strategy = $strategy AND is_baseline = $baseline AND began";

    /// <summary>The reported share; otherwise the one inferred from the median prefill time of a token that was not sent before.</summary>
    private const string CachedShare = """
        WITH k AS (SELECT * FROM c WHERE NOT is_baseline AND good AND prompt_tokens > 0),
        timed AS (SELECT * FROM k WHERE server_prefill_s > 0 AND shared_tokens IS NOT NULL
          AND (SELECT json_extract(facts, '$.isSaltDrawn') FROM runs)),
        fresh AS (SELECT v, row_number() OVER (ORDER BY v) r, count(*) OVER () n FROM (
          SELECT server_prefill_s / (prompt_tokens - shared_tokens) v FROM timed
          WHERE prompt_tokens >= 16 AND 10 * shared_tokens <= prompt_tokens)),
        rate AS (SELECT min(v) v FROM fresh WHERE 2 * r >= n AND n >= 3)
        SELECT coalesce(
          (SELECT 1.0 * sum(cached_tokens) / sum(prompt_tokens) FROM k WHERE cached_tokens IS NOT NULL),
          (SELECT min(sum(max(0, prompt_tokens - server_prefill_s / rate.v)) / sum(prompt_tokens),
              (SELECT 1.0 * sum(shared_tokens) / sum(prompt_tokens) FROM k WHERE shared_tokens IS NOT NULL))
            FROM timed, rate WHERE rate.v > 0))
        """;

    private const string Verdicts =
        $"SELECT 1.0 * sum(state = 'Solved') k, count(*) n FROM t WHERE {AllOfRow} AND has_verifier AND state NOT IN ('Failed', 'Lost')";

    private const string Ended = "state <> 'Aborted' AND end_s BETWEEN (SELECT ws FROM f) AND (SELECT we FROM f)";

    /// <summary>Returns the query of the number at a path of the summary.</summary>
    public static string SqlOf(string path, IReadOnlyDictionary<string, SloSql> slos)
    {
        var parts = path.Split('.');
        var good = string.Concat(slos.Values.Select(slo => slo.GoodTask is { } clause ? " AND " + clause : ""));
        var goodCall = string.Concat(slos.Values.Select(slo => slo.GoodCall is { } clause ? " AND " + clause : ""));
        string Sum(string what) => $"SELECT 1.0 * sum({what}) / (SELECT seconds FROM f) FROM c WHERE NOT is_baseline";
        return path switch
        {
            "run.windowSeconds" => "SELECT max(0, seconds) FROM f",
            "tasks.planned" => "SELECT planned_tasks FROM runs",
            "tasks.ended" => "SELECT count(*) + (SELECT not_started FROM f) FROM tasks",
            "tasks.baseline" => "SELECT count(*) FROM tasks WHERE is_baseline",
            "tasks.window.began" => "SELECT count(*) FROM t WHERE began AND NOT is_baseline",
            "tasks.window.cutOff" => "SELECT count(*) FROM t WHERE began AND NOT is_baseline AND state = 'Aborted'",
            "tasks.window.ended" => $"SELECT count(*) FROM t WHERE {Ended} AND NOT is_baseline",
            "calls.count" => "SELECT count(*) FROM c WHERE NOT is_baseline",
            "calls.baselineCount" => "SELECT count(*) FROM c WHERE is_baseline",
            "calls.errorRate" => "SELECT avg(failed) FROM c WHERE NOT is_baseline",
            "calls.promptTokens" => "SELECT sum(prompt_tokens) FROM c WHERE NOT is_baseline",
            "calls.cachedTokens" => "SELECT sum(cached_tokens) FROM c WHERE NOT is_baseline",
            "calls.completionTokens" => "SELECT sum(completion_tokens) FROM c WHERE NOT is_baseline",
            "calls.totalTokens" => "SELECT sum(tokens) FROM c WHERE NOT is_baseline",
            "calls.estimatedTokenShare" =>
                "SELECT 1.0 * sum(CASE provenance WHEN 'Estimated' THEN ifnull(tokens, 0) ELSE 0 END) / sum(tokens) FROM c "
                    + "WHERE NOT is_baseline",
            "throughput.tasksPerHour" => $"SELECT 3600.0 * count(*) / (SELECT seconds FROM f) FROM t WHERE {Ended} AND NOT is_baseline",
            "throughput.callsPerSecond" => Sum("1"),
            "throughput.promptTokensPerSecond" => Sum("prompt_tokens"),
            "throughput.cachedTokensPerSecond" => Sum("cached_tokens"),
            "throughput.completionTokensPerSecond" => Sum("completion_tokens"),
            "throughput.tokensPerDay" => Sum("86400 * tokens"),
            "calls.promptCache.ceiling" =>
                "SELECT 1.0 * sum(shared_tokens) / sum(prompt_tokens) FROM c WHERE NOT is_baseline AND good AND shared_tokens IS NOT NULL",
            "calls.promptCache.share" => CachedShare,
            "goodput.tasks" or "goodput.tasksPerHour" =>
                $"SELECT count(*) {(parts[1] == "tasks" ? "" : "* 3600.0 / (SELECT seconds FROM f)")} FROM t WHERE {Ended} AND "
                    + $"NOT is_baseline AND state IN ('Solved', 'Answered'){good}",
            "goodput.calls" or "goodput.callsPerSecond" =>
                $"SELECT count(*) {(parts[1] == "calls" ? "" : "* 1.0 / (SELECT seconds FROM f)")} FROM c WHERE NOT is_baseline "
                    + $"AND good{goodCall}",
            "strategies[].tasks" => $"SELECT count(*) FROM t WHERE {AllOfRow}",
            "strategies[].solved.rate" => $"SELECT k / n FROM ({Verdicts})",
            "strategies[].solved.low" => Wilson("-"),
            "strategies[].solved.high" => Wilson("+"),
            "strategies[].score.mean" =>
                $"SELECT avg(v) FROM (SELECT CASE state WHEN 'Aborted' THEN CASE WHEN has_verifier THEN 0 END ELSE score END v FROM t "
                    + $"WHERE {AllOfRow})",
            "strategies[].resentShare" => $"SELECT 1.0 * sum(resent) / sum(prompt) FROM t WHERE {Row} AND resent IS NOT NULL",
            "strategies[].wastedShare" => $"SELECT 1.0 * sum(wasted) / sum(total) FROM t WHERE {Row} AND wasted IS NOT NULL",
            "strategies[].retries" => $"SELECT ifnull(sum(retries), 0) FROM t WHERE {Row}",
            "strategies[].retryTokens" => $"SELECT sum(retry_tokens) FROM t WHERE {Row}",
            "strategies[].parseFailures" => $"SELECT ifnull(sum(parse_failures), 0) FROM t WHERE {Row}",
            "servers.kvCacheUsageMax" => "SELECT max(kv_cache_use) FROM server_samples, f WHERE at_s BETWEEN ws AND we",
            "servers.joules" => "SELECT joules FROM gpu_energy",
            "servers.joulesPerTask" => $"SELECT joules / (SELECT count(*) FROM t WHERE {Ended}) FROM gpu_energy",
            "servers.joulesPerCompletionToken" => "SELECT joules / (SELECT sum(completion_tokens) FROM c) FROM gpu_energy",
            _ when path.StartsWith("servers.sources[", StringComparison.Ordinal) => Source(path),
            _ when parts[0] == "run" => $"SELECT json_extract(facts, '$.{parts[1]}') FROM runs",
            _ when parts is ["tasks", "byState", var state] =>
                $"SELECT count(*) + {(state == "Aborted" ? "(SELECT not_started FROM f)" : "0")} FROM tasks WHERE state = '{state}'",
            _ when parts is ["tasks", "window", "endedByState", var state] =>
                $"SELECT count(*) FROM t WHERE {Ended} AND NOT is_baseline AND state = '{state}'",
            _ when parts is ["calls", "byOutcome", var outcome] =>
                $"SELECT count(*) FROM c WHERE NOT is_baseline AND outcome = '{outcome}'",
            _ when parts is ["calls", "byProvenance", var kind] =>
                $"SELECT count(*) FROM c WHERE NOT is_baseline AND provenance = '{kind}'",
            _ when parts is ["totals" or "baselineTotals", var name] =>
                $"SELECT {SummaryColumns.OfTotal(name)} FROM t WHERE is_baseline = {(parts[0] == "totals" ? 0 : 1)}",
            _ when parts is ["strategies[]", "byState", var state] => $"SELECT count(*) FROM t WHERE {AllOfRow} AND state = '{state}'",
            _ when parts is ["strategies[]", "budgetsReached", var budget] =>
                $"SELECT count(*) FROM t WHERE {AllOfRow} AND budget_reached = '{budget}'",
            _ when parts is ["strategies[]", "criticalPathMean", var part] =>
                $"SELECT avg({SummaryColumns.OfPathPart(part)}) FROM t WHERE {Row}",
            _ when parts is ["strategies[]", "amplification", ..] => Amplification(parts),
            _ => throw new ShouldAssertException($"{path} is in the summary but has no SQL query"),
        };
    }

    private static string Amplification(string[] parts)
    {
        const string Ran = "began AND state NOT IN ('Aborted', 'Failed', 'Lost')";
        var metric = parts[2] switch
        {
            "calls" => "calls",
            "promptTokens" => "prompt",
            "completionTokens" => "completion",
            "totalTokens" => "total",
            "serverSeconds" => "server_s",
            "latency" => "latency",
            _ => "1",
        };
        var both = $"""
            SELECT x.a, y.b FROM (
              SELECT problem_id, avg({metric}) a FROM t
              WHERE {Ran} AND agent_group = $group AND problem = $problem AND strategy = $strategy AND NOT is_baseline
              GROUP BY problem_id) x
            JOIN (
              SELECT problem_id, avg({metric}) b FROM t WHERE {Ran} AND is_baseline AND (
                agent_group = $group OR NOT EXISTS (SELECT 1 FROM t WHERE is_baseline AND agent_group = $group))
              GROUP BY problem_id) y
            USING (problem_id) WHERE x.a IS NOT NULL AND y.b IS NOT NULL
            """;
        return parts[^1] switch
        {
            "problems" or "pairs" or "count" => $"SELECT count(*) FROM ({both})",
            _ => $"SELECT sum(a) / sum(b) FROM ({both})",
        };
    }

    private static string Source(string path)
    {
        var (source, rest) = (path[(path.IndexOf('[') + 1)..path.LastIndexOf(']')], path[(path.LastIndexOf(']') + 2)..].Split('.'));
        if (rest is ["scrapes"])
        {
            return $"SELECT count(*) FROM server_samples WHERE source = '{source}'";
        }

        if (rest is ["joules"])
        {
            return $"SELECT joules FROM gpu_energy WHERE source = '{source}'";
        }

        if (rest is ["failed"])
        {
            return $"SELECT sum(software IS NULL) FROM server_samples WHERE source = '{source}'";
        }

        var column = rest[0] switch
        {
            "gpuPowerWatts" => "gpu_power_w",
            "gpuUtilization" => "gpu_use",
            "running" => "running",
            "waiting" => "waiting",
            "kvCacheUsage" => "kv_cache_use",
            "gpuMemoryBytes" => "gpu_memory_bytes",
            "loadedModels" => "loaded_models",
            _ => throw new ShouldAssertException($"{path} has no SQL"),
        };
        return $"SELECT {(rest is [_, "mean"] ? "avg" : "max")}({column}) FROM server_samples, f WHERE source = '{source}' AND at_s "
            + $"BETWEEN ws AND we";
    }

    /// <summary>Returns the query of a bound of Wilson's 95 % interval.</summary>
    private static string Wilson(string sign) =>
        $"SELECT (k / n + z2 / (2 * n) {sign} sqrt(z2) * sqrt(k / n * (1 - k / n) / n + z2 / (4.0 * n * n))) / (1 + z2 / n) FROM "
        + $"({Verdicts}), (SELECT 1.959963984540054 * 1.959963984540054 z2)";
}
