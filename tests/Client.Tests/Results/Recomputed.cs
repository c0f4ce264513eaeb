using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace AgentLoad.Client.Tests.Results;

/// <summary>Compares every number of a summary with what SQL makes of run.db. A number that has no SQL here fails, so that none is forgotten.</summary>
internal sealed class Recomputed(SqliteConnection connection, JsonObject summary)
{
    private const string Value = "v",
        Row =
            "agent_group = $group AND problem = $problem AND strategy = $strategy AND is_baseline = $baseline AND in_window AND state <> 'Aborted'";

    private const string Verdicts =
        $"SELECT 1.0 * sum(state = 'Solved') k, count(*) n FROM t WHERE {Row} AND state IN ('Solved', 'Unsolved', 'OutOfBudget')";

    /// <summary>How the client fared is in no table of run.db; the bounds of amplifications and scores are resampled at random.</summary>
    private static bool IsExempt(string path) =>
        path is "schemaVersion" or "run.startedUtc"
        || path.StartsWith("client", StringComparison.Ordinal)
        || (
            (path.Contains(".amplification.", StringComparison.Ordinal) || path.Contains(".score.", StringComparison.Ordinal))
            && (path.EndsWith(".low", StringComparison.Ordinal) || path.EndsWith(".high", StringComparison.Ordinal))
        );

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

    private JsonObject? _row;

    public int Compared { get; private set; }

    /// <summary>Compares all; <paramref name="slos"/> gives for each clause the SQL of its values, and of the condition that makes a task or call good.</summary>
    public void CompareAll(IReadOnlyDictionary<string, SloSql> slos)
    {
        Execute(RecomputedTables.Sql);
        Walk(summary, "", slos);
        summary["slosMet"]!.GetValue<bool>().ShouldBe(summary["slos"]!.AsArray().All(slo => slo!["met"]!.GetValue<bool>()));
        summary["valid"]!.GetValue<bool>().ShouldBe(summary["invalid"]!.AsArray().Count == 0);
    }

    private void Walk(JsonNode? node, string path, IReadOnlyDictionary<string, SloSql> slos)
    {
        switch (node)
        {
            case JsonObject distribution when distribution.ContainsKey("p99Certified"):
                CompareDistribution(distribution, path);
                break;
            case null when !IsExempt(path):
                Scalar(RecomputedMissing.SqlOf(path, Row) ?? SqlOf(path, slos))
                    .ShouldBeOneOf([null, 0], $"{path} is missing in the summary, but not in run.db");
                break;
            case JsonObject slo when slo.ContainsKey("clause"):
                CompareSlo(slo, slos[slo["clause"]!.GetValue<string>()]);
                break;
            case JsonObject map:
                _row = path == "strategies[]" ? map : _row;
                foreach (var (name, value) in map)
                {
                    Walk(value, path.Length == 0 ? name : $"{path}.{name}", slos);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Walk(list[i], path == "servers.sources" ? $"{path}[{list[i]!["source"]}]" : path + "[]", slos);
                }

                break;
            case JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number && !IsExempt(path):
                Same(number.GetValue<double>(), Scalar(SqlOf(path, slos)), path);
                break;
        }
    }

    private string SqlOf(string path, IReadOnlyDictionary<string, SloSql> slos)
    {
        var parts = path.Split('.');
        var good = string.Concat(slos.Values.Select(slo => slo.GoodTask is { } clause ? " AND " + clause : ""));
        var goodCall = string.Concat(slos.Values.Select(slo => slo.GoodCall is { } clause ? " AND " + clause : ""));
        string Sum(string what) => $"SELECT 1.0 * sum({what}) / (SELECT seconds FROM f) FROM t WHERE in_window AND NOT is_baseline";
        return path switch
        {
            "run.windowSeconds" => "SELECT max(0, seconds) FROM f",
            "tasks.planned" => "SELECT planned_tasks FROM runs",
            "tasks.ended" => "SELECT count(*) + (SELECT not_started FROM f) FROM tasks",
            "tasks.inWindow" => "SELECT count(*) FROM tasks WHERE in_window AND NOT is_baseline",
            "calls.count" => "SELECT count(*) FROM c WHERE NOT is_baseline",
            "calls.baselineCount" => "SELECT count(*) FROM c WHERE is_baseline",
            "calls.errorRate" => "SELECT avg(failed) FROM c WHERE NOT is_baseline",
            "throughput.tasksPerHour" => Sum("3600 * (state <> 'Aborted')"),
            "throughput.callsPerSecond" => Sum("calls"),
            "throughput.promptTokensPerSecond" => Sum("prompt"),
            "throughput.cachedTokensPerSecond" => Sum("cached"),
            "throughput.completionTokensPerSecond" => Sum("completion"),
            "throughput.tokensPerDay" => Sum("86400 * total"),
            "goodput.tasks" or "goodput.tasksPerHour" =>
                $"SELECT count(*) {(parts[1] == "tasks" ? "" : "* 3600.0 / (SELECT seconds FROM f)")} FROM t WHERE in_window AND NOT is_baseline AND state IN ('Solved', 'Answered'){good}",
            "goodput.calls" or "goodput.callsPerSecond" =>
                $"SELECT count(*) {(parts[1] == "calls" ? "" : "* 1.0 / (SELECT seconds FROM f)")} FROM c WHERE NOT is_baseline AND good{goodCall}",
            "strategies[].tasks" => $"SELECT count(*) FROM t WHERE {Row.Replace(" AND state <> 'Aborted'", "")}",
            "strategies[].solved.rate" =>
                $"SELECT 1.0 * sum(state = 'Solved') / count(*) FROM t WHERE {Row} AND state IN ('Solved', 'Unsolved', 'OutOfBudget')",
            "strategies[].solved.low" => Wilson("-"),
            "strategies[].solved.high" => Wilson("+"),
            "strategies[].score.mean" => $"SELECT avg(score) FROM t WHERE {Row} AND score IS NOT NULL",
            "strategies[].resentShare" => $"SELECT 1.0 * sum(resent) / sum(prompt) FROM t WHERE {Row} AND resent IS NOT NULL",
            "strategies[].wastedShare" => $"SELECT 1.0 * sum(wasted) / sum(total) FROM t WHERE {Row} AND wasted IS NOT NULL",
            "strategies[].retries" => $"SELECT sum(retries) FROM t WHERE {Row}",
            "strategies[].retryTokens" => $"SELECT sum(retry_tokens) FROM t WHERE {Row}",
            "strategies[].parseFailures" => $"SELECT sum(parse_failures) FROM t WHERE {Row}",
            "servers.kvCacheUsageMax" => "SELECT max(kv_cache_use) FROM server_samples, f WHERE at_s BETWEEN ws AND we",
            "servers.joules" => "SELECT joules FROM gpu_energy",
            "servers.joulesPerTask" => "SELECT joules / (SELECT count(*) FROM t WHERE in_window AND state <> 'Aborted') FROM gpu_energy",
            "servers.joulesPerCompletionToken" =>
                "SELECT joules / (SELECT sum(completion) FROM t WHERE in_window AND state <> 'Aborted') FROM gpu_energy",
            _ when path.StartsWith("servers.sources[", StringComparison.Ordinal) => Source(path),
            _ when parts[0] == "run" => $"SELECT json_extract(facts, '$.{parts[1]}') FROM runs",
            _ when parts is ["tasks", "byState", var state] =>
                $"SELECT count(*) + {(state == "Aborted" ? "(SELECT not_started FROM f)" : "0")} FROM tasks WHERE state = '{state}'",
            _ when parts is ["calls", "byOutcome", var outcome] =>
                $"SELECT count(*) FROM c WHERE NOT is_baseline AND outcome = '{outcome}'",
            _ when parts is ["calls", "byProvenance", var kind] =>
                $"SELECT count(*) FROM c WHERE NOT is_baseline AND provenance = '{kind}'",
            _ when parts is ["totals" or "baselineTotals", var name] =>
                $"SELECT {Total(name)} FROM t WHERE is_baseline = {(parts[0] == "totals" ? 0 : 1)}",
            _ when parts is ["strategies[]", "byState", var state] =>
                $"SELECT count(*) FROM t WHERE {Row.Replace(" AND state <> 'Aborted'", "")} AND state = '{state}'",
            _ when parts is ["strategies[]", "budgetsReached", var budget] =>
                $"SELECT count(*) FROM t WHERE {Row.Replace(" AND state <> 'Aborted'", "")} AND budget_reached = '{budget}'",
            _ when parts is ["strategies[]", "criticalPathMean", var part] => $"SELECT avg({Part(part)}) FROM t WHERE {Row}",
            _ when parts is ["strategies[]", "amplification", ..] => Amplification(parts),
            _ => throw new ShouldAssertException($"{path} is in the summary, but no SQL says what it ought to be"),
        };
    }

    private void CompareDistribution(JsonObject found, string path)
    {
        var values = path switch
        {
            "calls.chunkGapSeconds" => null,
            _ when path.StartsWith("calls.", StringComparison.Ordinal) =>
                $"SELECT {CallColumn(path["calls.".Length..])} {Value} FROM c WHERE NOT is_baseline",
            _ => $"SELECT {TaskColumn(path["strategies[].".Length..])} {Value} FROM t WHERE {Row}",
        };
        var count = found["count"]!.GetValue<long>();
        found["p90Certified"]!.GetValue<bool>().ShouldBe(count >= 64);
        found["p99Certified"]!.GetValue<bool>().ShouldBe(count >= 662);
        if (values is null)
        {
            // Kept as a histogram: a percentile lies in the bucket of its rank, whose width is 0.1 % of it.
            const string Gaps =
                "SELECT lower_us / 1e6 v, width_us / 1e6 w, sum(count) n FROM chunk_gap_histogram WHERE in_window AND NOT is_baseline GROUP BY lower_us";
            Same(count, Scalar($"SELECT sum(n) FROM ({Gaps})"), path);
            foreach (
                var (name, least, most) in new[]
                {
                    ("mean", "sum(v * n) / sum(n)", "sum((v + w) * n) / sum(n)"),
                    ("min", "min(v)", "min(v + w)"),
                    ("max", "max(v)", "max(v + w)"),
                }
            )
            {
                found[name]!
                    .GetValue<double>()
                    .ShouldBeInRange(
                        Scalar($"SELECT {least} FROM ({Gaps})")!.Value - 1e-6,
                        Scalar($"SELECT {most} FROM ({Gaps})")!.Value + 1e-6,
                        $"{path}.{name}"
                    );
            }

            foreach (var p in new[] { 50, 90, 95, 99 })
            {
                var lower = Scalar(
                    $"SELECT min(v) FROM (SELECT v, sum(n) OVER (ORDER BY v) upto FROM ({Gaps})) WHERE upto >= {count} * {p} / 100.0"
                )!.Value;
                found[$"p{p}"]!.GetValue<double>().ShouldBeInRange(lower - 1e-6, (lower * 1.002) + 2e-6, $"{path}.p{p}");
            }

            return;
        }

        var known = $"SELECT {Value} FROM ({values}) WHERE {Value} IS NOT NULL";
        Same(count, Scalar($"SELECT count(*) FROM ({known})"), path + ".count");
        foreach (var (name, sql) in new[] { ("mean", $"avg({Value})"), ("min", $"min({Value})"), ("max", $"max({Value})") })
        {
            Same(found[name]!.GetValue<double>(), Scalar($"SELECT {sql} FROM ({known})"), $"{path}.{name}");
        }

        var deviation = found["standardDeviation"]!.GetValue<double>();
        Same(
            deviation * deviation,
            Scalar(
                $"SELECT CASE count(*) WHEN 1 THEN 0 ELSE sum(({Value} - m) * ({Value} - m)) / (count(*) - 1) END FROM ({known}), (SELECT avg({Value}) m FROM ({known}))"
            ),
            path + ".standardDeviation"
        );
        foreach (var p in new[] { 50, 90, 95, 99 })
        {
            Same(
                found[$"p{p}"]!.GetValue<double>(),
                Scalar(
                    $"SELECT min({Value}) FROM (SELECT {Value}, row_number() OVER (ORDER BY {Value}) r, count(*) OVER () n FROM ({known})) WHERE 100 * r >= {p} * n"
                ),
                $"{path}.p{p}"
            );
        }
    }

    private void CompareSlo(JsonObject slo, SloSql sql)
    {
        var name = slo["clause"]!.GetValue<string>();
        Same(slo["actual"]!.GetValue<double>(), Scalar(sql.Actual), name);
        Same(slo["samples"]!.GetValue<double>(), Scalar(sql.Samples), name);
        var good =
            sql.GoodTask is { } task ? $"t WHERE in_window AND NOT is_baseline AND state <> 'Aborted' AND {task}"
            : sql.GoodCall is { } call ? $"c WHERE NOT is_baseline AND {call}"
            : null;
        if (good is null)
        {
            slo["within"].ShouldBeNull(name);
        }
        else
        {
            Same(slo["within"]!.GetValue<double>(), Scalar($"SELECT count(*) FROM {good}"), name + ".within");
        }

        var least =
            name.Contains(":p95:", StringComparison.Ordinal) ? 130
            : name.Contains(":p99:", StringComparison.Ordinal) ? 662
            : 1;
        slo["certified"]!.GetValue<bool>().ShouldBe(Scalar(sql.Samples) >= least, name);
        var actual = Scalar(sql.Actual)!.Value;
        slo["met"]!
            .GetValue<bool>()
            .ShouldBe(
                name.Contains(":le:", StringComparison.Ordinal)
                    ? actual <= slo["bound"]!.GetValue<double>()
                    : actual >= slo["bound"]!.GetValue<double>(),
                name
            );
    }

    private string Amplification(string[] parts)
    {
        const string Ran = "in_window AND state NOT IN ('Aborted', 'Failed', 'Lost')";
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
            SELECT x.a, y.b FROM (SELECT problem_id, avg({metric}) a FROM t WHERE {Ran} AND agent_group = $group AND problem = $problem AND strategy = $strategy AND NOT is_baseline GROUP BY problem_id) x
            JOIN (SELECT problem_id, avg({metric}) b FROM t WHERE {Ran} AND agent_group = $group AND is_baseline GROUP BY problem_id) y USING (problem_id) WHERE x.a IS NOT NULL AND y.b IS NOT NULL
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
        return $"SELECT {(rest is [_, "mean"] ? "avg" : "max")}({column}) FROM server_samples, f WHERE source = '{source}' AND at_s BETWEEN ws AND we";
    }

    /// <summary>A bound of Wilson's 95 % interval.</summary>
    private static string Wilson(string sign) =>
        $"SELECT (k / n + z2 / (2 * n) {sign} sqrt(z2) * sqrt(k / n * (1 - k / n) / n + z2 / (4.0 * n * n))) / (1 + z2 / n) FROM ({Verdicts}), (SELECT 1.959963984540054 * 1.959963984540054 z2)";

    private static string Total(string name) =>
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

    private static string Part(string name) =>
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
            "totalSeconds" => "critical",
            _ => throw new ShouldAssertException($"the part {name} has no SQL"),
        };

    /// <summary>Whether tasks have a distribution of that name.</summary>
    public static bool IsTaskColumn(string name) => TaskColumns.ContainsKey(name);

    public static string TaskColumn(string name) =>
        TaskColumns.TryGetValue(name, out var column)
            ? column
            : throw new ShouldAssertException($"the distribution {name} of tasks has no SQL");

    public static string CallColumn(string name) =>
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

    private void Same(double found, double? expected, string path)
    {
        Compared++;
        expected.ShouldNotBeNull(path);
        found.ShouldBe(expected.Value, 1e-9 + (1e-7 * Math.Abs(expected.Value)), path);
    }

    private double? Scalar(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (
            var (name, key) in new[]
            {
                ("$group", "group"),
                ("$problem", "problem"),
                ("$strategy", "strategy"),
                ("$baseline", "isBaseline"),
            }
        )
        {
            command.Parameters.AddWithValue(
                name,
                _row?[key] is { } value
                    ? value.GetValueKind() is System.Text.Json.JsonValueKind.String
                        ? value.GetValue<string>()
                        : value.GetValue<bool>()
                    : DBNull.Value
            );
        }

        return command.ExecuteScalar() is { } result and not DBNull ? Convert.ToDouble(result, CultureInfo.InvariantCulture) : null;
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>What a clause's figures are in SQL.</summary>
/// <param name="Actual">The statistic.</param>
/// <param name="Samples">Number of values.</param>
internal sealed record SloSql(string Actual, string Samples)
{
    /// <summary>Condition on a task that meets it; null where it does not bound tasks.</summary>
    public string? GoodTask { get; init; }

    /// <summary>Condition on a call that meets it; null where it does not bound calls.</summary>
    public string? GoodCall { get; init; }
}
