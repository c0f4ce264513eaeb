using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace AgentLoad.Client.Tests.Results;

/// <summary>Compares every number of a summary with an SQL computation on run.db. A number without an SQL query fails the test.</summary>
internal sealed class SummarySqlComparison(SqliteConnection connection, JsonObject summary)
{
    private const string Value = "v";

    /// <summary>
    /// Client metrics are not in run.db; the bounds of amplifications and scores are bootstrapped with random resampling.
    /// </summary>
    private static bool IsExempt(string path) =>
        path is "schemaVersion" or "run.startedUtc"
        // Messages are counted without their numbers, which SQLite cannot remove: see CallFindingsTests.
        || path.StartsWith("failureMessages", StringComparison.Ordinal)
        || path.StartsWith("client", StringComparison.Ordinal)
        || (
            (path.Contains(".amplification.", StringComparison.Ordinal) || path.Contains(".score.", StringComparison.Ordinal))
            && (path.EndsWith(".low", StringComparison.Ordinal) || path.EndsWith(".high", StringComparison.Ordinal))
        );

    private JsonObject? _row;

    public int Compared { get; private set; }

    /// <summary>Compares all numbers.</summary>
    /// <param name="slos">SQL of each SLO clause.</param>
    public void CompareAll(IReadOnlyDictionary<string, SloSql> slos)
    {
        Execute(SummarySqlTables.Sql);
        Scalar("SELECT count(*) FROM t WHERE in_window <> began").ShouldBe(0, "the flag of a task differs from its start");
        Scalar("SELECT count(*) FROM s, f WHERE in_window <> (end_s BETWEEN ws AND we)")
            .ShouldBe(0, "the flag of a step differs from its end");
        Walk(summary, "", slos);
        summary["slosMet"]!.GetValue<bool>().ShouldBe(summary["slos"]!.AsArray().All(slo => slo!["met"]!.GetValue<bool>()));
        summary["valid"]!.GetValue<bool>().ShouldBe(summary["invalid"]!.AsArray().Count == 0);
    }

    private void Walk(JsonNode? node, string path, IReadOnlyDictionary<string, SloSql> slos)
    {
        switch (node)
        {
            case JsonObject adjusted when adjusted.ContainsKey("unbounded"):
                CompareAdjusted(adjusted, path);
                break;
            case JsonObject distribution when distribution.ContainsKey("p99Certified"):
                CompareDistribution(distribution, path);
                break;
            case null when !IsExempt(path):
                Scalar(AbsentValueSql.SqlOf(path, SummaryQueries.Row) ?? SummaryQueries.SqlOf(path, slos))
                    .ShouldBeOneOf([null, 0], $"{path} is missing in the summary but not in run.db");
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
                Same(number.GetValue<double>(), Scalar(SummaryQueries.SqlOf(path, slos)), path);
                break;
        }
    }

    private void CompareDistribution(JsonObject found, string path)
    {
        var values = path switch
        {
            "calls.chunkGapSeconds" => null,
            _ when path.StartsWith("calls.", StringComparison.Ordinal) =>
                $"SELECT {SummaryColumns.OfCall(path["calls.".Length..])} {Value} FROM c WHERE NOT is_baseline",
            _ => $"SELECT {SummaryColumns.OfTask(path["strategies[].".Length..])} {Value} FROM t WHERE {SummaryQueries.Row}",
        };
        var count = found["count"]!.GetValue<long>();
        found["p90Certified"]!.GetValue<bool>().ShouldBe(count >= 64);
        found["p99Certified"]!.GetValue<bool>().ShouldBe(count >= 662);
        if (values is null)
        {
            // Stored as a histogram: a percentile is in the bucket of its rank, with a width of 0.1 % of the value.
            const string Gaps =
                "SELECT lower_us / 1e6 v, width_us / 1e6 w, sum(count) n FROM chunk_gap_histogram WHERE in_window AND NOT "
                + "is_baseline GROUP BY lower_us";
            Same(count, Scalar($"SELECT sum(n) FROM ({Gaps})"), path);
            foreach (
                var (name, min, max) in new[]
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
                        Scalar($"SELECT {min} FROM ({Gaps})")!.Value - 1e-6,
                        Scalar($"SELECT {max} FROM ({Gaps})")!.Value + 1e-6,
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
                $"SELECT CASE count(*) WHEN 1 THEN 0 ELSE sum(({Value} - m) * ({Value} - m)) / (count(*) - 1) END FROM "
                    + $"({known}), (SELECT avg({Value}) m FROM ({known}))"
            ),
            path + ".standardDeviation"
        );
        foreach (var p in new[] { 50, 90, 95, 99 })
        {
            Same(
                found[$"p{p}"]!.GetValue<double>(),
                Scalar(
                    $"SELECT min({Value}) FROM (SELECT {Value}, row_number() OVER (ORDER BY {Value}) r, count(*) OVER () n FROM "
                        + $"({known})) WHERE 100 * r >= {p} * n"
                ),
                $"{path}.p{p}"
            );
        }
    }

    /// <summary>Failed and cut-off work counts as slower than all other work: null in the summary, 1e99 here.</summary>
    private void CompareAdjusted(JsonObject found, string path)
    {
        var values = path switch
        {
            "calls.adjustedLatencySeconds" => "SELECT CASE WHEN failed THEN 1e99 ELSE latency END v FROM c WHERE NOT is_baseline",
            "calls.adjustedTtftSeconds" =>
                "SELECT CASE WHEN failed THEN 1e99 ELSE ttft_s END v FROM c WHERE NOT is_baseline AND (failed OR ttft_s IS NOT NULL)",
            _ => $"SELECT CASE WHEN state IN ('Failed', 'Lost', 'Aborted') THEN 1e99 ELSE "
                + $"{(path.Contains("Effective", StringComparison.Ordinal) ? "effective" : "latency")} END v FROM t "
                + $"WHERE {SummaryQueries.AllOfRow}",
        };
        Same(found["count"]!.GetValue<double>(), Scalar($"SELECT count(*) FROM ({values})"), path + ".count");
        Same(found["unbounded"]!.GetValue<double>(), Scalar($"SELECT count(*) FROM ({values}) WHERE v = 1e99"), path + ".unbounded");
        foreach (var p in new[] { 50, 90, 95, 99 })
        {
            Same(
                found[$"p{p}"]?.GetValue<double>() ?? 1e99,
                Scalar(
                    $"SELECT min(v) FROM (SELECT v, row_number() OVER (ORDER BY v) r, count(*) OVER () n FROM ({values})) "
                        + $"WHERE 100 * r >= {p} * n"
                ),
                $"{path}.p{p}"
            );
        }
    }

    private void CompareSlo(JsonObject slo, SloSql sql)
    {
        var name = slo["clause"]!.GetValue<string>();
        Same(slo["actual"]?.GetValue<double>() ?? 1e99, Scalar(sql.Actual), name);
        Same(slo["cutOff"]!.GetValue<double>(), sql.CutOff is { } cutOff ? Scalar(cutOff) : 0, name + ".cutOff");
        var undecided = sql is { CutOff: { } among, GoodTask: { } isGood } ? Scalar($"{among} AND {isGood}") : 0;
        Same(slo["undecided"]!.GetValue<double>(), undecided, name + ".undecided");
        Same(slo["samples"]!.GetValue<double>(), Scalar(sql.Samples), name);
        var within =
            sql.GoodTask is { } task ? $"t WHERE began AND NOT is_baseline AND state <> 'Aborted' AND {task}"
            : sql.GoodCall is { } call ? $"c WHERE NOT is_baseline AND {call}"
            : null;
        if (within is null)
        {
            slo["within"].ShouldBeNull(name);
        }
        else
        {
            Same(slo["within"]!.GetValue<double>(), Scalar($"SELECT count(*) FROM {within}"), name + ".within");
        }

        var minSamples =
            name.Contains(":p95:", StringComparison.Ordinal) ? 130
            : name.Contains(":p99:", StringComparison.Ordinal) ? 662
            : 1;
        slo["certified"]!.GetValue<bool>().ShouldBe(Scalar(sql.Samples) >= minSamples, name);
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
