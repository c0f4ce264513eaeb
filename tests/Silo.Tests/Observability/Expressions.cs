using System.Text.RegularExpressions;

namespace AgentLoad.Silo.Tests.Observability;

/// <summary>What expressions in Prometheus' language ask for.</summary>
internal static partial class Expressions
{
    /// <summary>Labels that Prometheus adds to what it scrapes, or that the exposition adds to buckets.</summary>
    private static readonly string[] OfPrometheus = ["instance", "job", "le", "pod", "namespace"];

    /// <summary>Names of metrics, each with the labels that the expression expects of it.</summary>
    public static IEnumerable<(string Name, string[] Labels)> In(string expression)
    {
        // A grouping asks its labels of every metric in its expression: here no expression joins metrics with different ones.
        var grouped = Grouping().Matches(expression).SelectMany(g => g.Groups["label"].Captures.Select(label => label.Value)).ToArray();
        foreach (Match metric in Metric().Matches(Grouping().Replace(expression, " ")))
        {
            yield return (
                metric.Groups["name"].Value,
                [.. grouped.Concat(metric.Groups["label"].Captures.Select(label => label.Value)).Except(OfPrometheus)]
            );
        }
    }

    [GeneratedRegex(@"\b(?:by|on|without|ignoring)\s*\((?:\s*(?<label>\w+)\s*,?)*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(
        """(?<![\w"$])(?<name>(?:agentload|gen_ai|dotnet)_[a-z_]+)(?:\{(?:\s*(?<label>\w+)\s*(?:=~|!~|!=|=)\s*"[^"]*",?)*\})?"""
    )]
    private static partial Regex Metric();
}
