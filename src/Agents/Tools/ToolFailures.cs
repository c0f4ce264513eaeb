using System.Globalization;

namespace AgentLoad.Agents.Tools;

/// <summary>
/// Injected tool failures: "none", or failure kinds with percentages, "error 5% timeout 1% 10s garbled 2%". A timeout has a duration. The
/// remaining calls succeed.
/// </summary>
internal sealed class ToolFailures
{
    private const string Forms =
        "allowed: \"none\", or failure kinds with percentages, \"error 5% timeout 1% 10s garbled 2%\", at most 100% in total";
    private readonly string _text;
    private readonly IReadOnlyList<(double Share, ToolFault Fault)> _kinds;

    private ToolFailures(string text, IReadOnlyList<(double Share, ToolFault Fault)> kinds) => (this._text, this._kinds) = (text, kinds);

    /// <summary>No injected failures.</summary>
    public static ToolFailures None { get; } = new("none", []);

    /// <summary>Parses failures.</summary>
    /// <exception cref="FormatException">The text is invalid; the message names the text and the allowed formats.</exception>
    public static ToolFailures Parse(string text) =>
        TryParse(text, out var failures, out var error) ? failures! : throw new FormatException(error);

    /// <summary>Parses failures. If that fails, the error is one line with the text and the allowed formats.</summary>
    public static bool TryParse(string text, out ToolFailures? failures, out string? error)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var kinds = words is ["none"] ? [] : Read(words);
        var isGood = kinds is not null && kinds.Sum(k => k.Share) <= 1.000001;
        failures = isGood ? new ToolFailures(string.Join(' ', words), kinds!) : null;
        error = isGood ? null : $"'{(text.Length <= 60 ? text : text[..60] + "…")}' is not a failure specification; {Forms}";
        return isGood;
    }

    /// <summary>Draws the failure of one execution; null if the execution succeeds.</summary>
    public ToolFault? Draw(Random random)
    {
        var draw = random.NextDouble();
        foreach (var (share, fault) in _kinds)
        {
            draw -= share;
            if (draw < 0)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Returns the text that the failures were parsed from.</summary>
    public override string ToString() => _text;

    private static List<(double Share, ToolFault Fault)>? Read(string[] words)
    {
        var kinds = new List<(double Share, ToolFault Fault)>();
        for (var at = 0; at < words.Length; )
        {
            if (at + 1 >= words.Length || Share(words[at + 1]) is not { } share)
            {
                return null;
            }

            switch (words[at])
            {
                case "error":
                case "garbled":
                    kinds.Add((share, new ToolFault(words[at] == "error" ? ToolFaultKind.Error : ToolFaultKind.Garbled)));
                    at += 2;
                    break;
                case "timeout" when at + 2 < words.Length && LatencyDistribution.TryDuration(words[at + 2], out var seconds):
                    kinds.Add((share, new ToolFault(ToolFaultKind.Timeout, TimeSpan.FromSeconds(seconds))));
                    at += 3;
                    break;
                default:
                    return null;
            }
        }

        return kinds.Count == 0 ? null : kinds;
    }

    private static double? Share(string word) =>
        word.EndsWith('%')
        && double.TryParse(word.AsSpan(0, word.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
        && percent <= 100
            ? percent / 100
            : null;
}

/// <summary>Latency and injected failures of a tool.</summary>
/// <param name="Latency">Duration of one execution.</param>
/// <param name="Failures">Injected failures.</param>
internal sealed record ToolBehaviour(LatencyDistribution Latency, ToolFailures Failures)
{
    /// <summary>No latency and no injected failures.</summary>
    public static ToolBehaviour Instant { get; } = new(LatencyDistribution.Parse("0"), ToolFailures.None);
}
