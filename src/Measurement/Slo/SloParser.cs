using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AgentLoad.Measurement.Slo;

/// <summary>Parses SLO clauses and describes errors.</summary>
internal static class SloParser
{
    private static readonly string[] Statistics = [.. Enum.GetNames<SloStatistic>().Select(static name => name.ToLowerInvariant())];
    private static readonly string[] Operators = [.. Enum.GetNames<SloOperator>().Select(static name => name.ToLowerInvariant())];

    public static bool TryParse(string text, [NotNullWhen(true)] out SloClause? clause, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        clause = null;
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length != 4)
        {
            error = $"SLO '{text}' has {parts.Length} of 4 parts; write metric:statistic:operator:value, as in call.ttft:p99:le:800ms.";
            return false;
        }

        var bound = 0.0;
        SloStatistic statistic = default;
        var metric = SloMetric.Find(parts[0]);
        error =
            metric is null ? Unknown(text, "metric", parts[0], SloMetric.All.Select(static known => known.Name))
            : !Enum.TryParse(Known(parts[1], Statistics), ignoreCase: true, out statistic)
                ? Unknown(text, "statistic", parts[1], Statistics)
            : Mismatch(text, metric, statistic)
                ?? (!Operators.Contains(parts[2]) ? Unknown(text, "operator", parts[2], Operators) : null)
                ?? ValueError(text, metric, statistic, parts[3], out bound);
        if (error is not null)
        {
            return false;
        }

        clause = new SloClause(text, metric!, statistic, Enum.Parse<SloOperator>(parts[2], ignoreCase: true), bound);
        return true;
    }

    private static string Known(string word, string[] words) => words.Contains(word) ? word : "";

    private static string Unknown(string text, string what, string word, IEnumerable<string> allowed)
    {
        var names = allowed.ToArray();
        var near = names.OrderBy(name => EditDistance.Between(word, name)).First();
        var hint = EditDistance.Between(word, near) <= Math.Max(2, word.Length / 3) ? $" Did you mean '{near}'?" : "";
        return $"SLO '{text}': unknown {what} '{word}'.{hint} Allowed: {string.Join(", ", names)}.";
    }

    private static string? Mismatch(string text, SloMetric metric, SloStatistic statistic) =>
        (metric.Unit, statistic) switch
        {
            (SloUnit.Flag, SloStatistic.Rate or SloStatistic.Count) => null,
            (SloUnit.Flag, _) => $"SLO '{text}': '{metric.Name}' is boolean; its statistics are rate and count.",
            (_, SloStatistic.Rate) =>
                $"SLO '{text}': '{metric.Name}' is not boolean; its statistics are p50, p90, p95, p99, max, mean and count.",
            _ => null,
        };

    private static string? ValueError(string text, SloMetric metric, SloStatistic statistic, string value, out double bound)
    {
        var (units, allowed) = (statistic, metric.Unit) switch
        {
            (SloStatistic.Rate, _) => (SloUnits.Shares, "a share such as 60% or 0.6"),
            (SloStatistic.Count, _) or (_, SloUnit.Number) => (SloUnits.Counts, "a number such as 40"),
            _ => (SloUnits.Durations, "a duration such as 800ms, 30s, 2m or 1h"),
        };
        var unit = units.Where(known => value.EndsWith(known.Key, StringComparison.Ordinal)).MaxBy(static known => known.Key.Length);
        var digits = value[..^unit.Key.Length];
        var isNumber = decimal.TryParse(
            digits,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number
        );
        bound = isNumber && number < 1e12m ? (double)(number * unit.Value) : double.PositiveInfinity;
        if (!double.IsFinite(bound))
        {
            return $"SLO '{text}': '{value}' is not a valid value for {metric.Name} {statistic.ToString().ToLowerInvariant()}; expected {allowed}.";
        }

        return statistic == SloStatistic.Rate && bound > 1 ? $"SLO '{text}': the share {value} is above 1; write 60% or 0.6." : null;
    }
}
