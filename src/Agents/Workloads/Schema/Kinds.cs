using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>Creates the kinds of scalar values.</summary>
internal static class Kinds
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static Kind Integer(long min, long max) =>
        new ScalarKind(
            $"a whole number from {min} to {max}",
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, Plain, out var value) && value >= min && value <= max ? value : null,
            value => Convert.ToInt64(value, Plain).ToString(Plain),
            () =>
                new JsonObject
                {
                    ["type"] = "integer",
                    ["minimum"] = min,
                    ["maximum"] = max,
                }
        );

    public static Kind Number(double min, double max, bool isAbove = false) =>
        new ScalarKind(
            NumberWords(min, max, isAbove),
            text => Number(text) is { } value && (isAbove ? value > min : value >= min) && value <= max ? value : null,
            value => ((double)value).ToString("R", Plain),
            () => NumberSchema(min, max, isAbove)
        );

    /// <summary>Creates the kind of a fraction, written as "10%" or 0.1.</summary>
    public static Kind Share() =>
        new ScalarKind(
            "a share such as 10% or 0.1, from 0 to 1",
            text => Share(text) is { } value and >= 0 and <= 1 ? value : null,
            value => ((double)value).ToString("R", Plain),
            () => new JsonObject { ["type"] = new JsonArray("number", "string") }
        );

    public static Kind Flag() =>
        new ScalarKind(
            "true or false",
            text =>
                text switch
                {
                    "true" => true,
                    "false" => false,
                    _ => null,
                },
            value => (bool)value ? "true" : "false",
            () => new JsonObject { ["type"] = "boolean" }
        );

    public static Kind Duration(TimeSpan min, TimeSpan max) =>
        new ScalarKind(
            $"a duration from {Durations.Format(min)} to {Durations.Format(max)}, such as 250ms, 30s, 5m or 1h",
            text => Durations.Parse(text) is { } value && value >= min && value <= max ? value : null,
            value => Durations.Format((TimeSpan)value),
            () => new JsonObject { ["type"] = "string" }
        )
        {
            Hint = text => Number(text) is not null ? " without a unit" : "",
        };

    /// <summary>Creates the kind of a duration of up to 30 days.</summary>
    public static Kind Span(TimeSpan? min = null) => Duration(min ?? TimeSpan.Zero, TimeSpan.FromDays(30));

    public static Kind Text(string words = "a text") => Checked(words, text => text.Length > 0 ? null : "");

    /// <summary>
    /// Creates the kind of a path relative to a folder. The value is absolute, because the workload is saved with its run.
    /// </summary>
    public static Kind FilePath(string words, string folder) =>
        new ScalarKind(
            words,
            text => text.Length > 0 && !text.Contains('\0') ? Path.GetFullPath(text, Path.GetFullPath(folder)) : null,
            value => (string)value,
            () => new JsonObject { ["type"] = "string" }
        );

    /// <summary>Creates the kind of a name that is safe in paths, file names and reports.</summary>
    public static Kind Name(string further = "") =>
        Checked(
            "a name of up to 64 letters, digits, " + string.Join(", ", ("-_" + further).Select(c => c == ' ' ? "spaces" : $"'{c}'")),
            text => IsName(text, further) ? null : ""
        );

    /// <summary>Returns true for a name of up to 64 letters, digits, '-', '_' and the further characters.</summary>
    public static bool IsName(string text, string further = "") =>
        text.Length is > 0 and <= 64
        && char.IsLetterOrDigit(text[0])
        && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' || further.Contains(c));

    /// <summary>
    /// Creates the kind of a text. The check returns null if the text is valid; otherwise its result is added to the message.
    /// </summary>
    public static Kind Checked(string words, Func<string, string?> error) =>
        new ScalarKind(
            words,
            text => error(text) is null ? text : null,
            value => (string)value,
            () => new JsonObject { ["type"] = "string" }
        )
        {
            Hint = text => error(text) is { Length: > 0 } why ? ": " + why : "",
        };

    public static Kind OneOf(IReadOnlyList<string> allowed, Func<string, object>? value = null, Func<object, string>? name = null) =>
        new ScalarKind(
            Suggestions.Or(allowed),
            text => allowed.Contains(text) ? value?.Invoke(text) ?? text : null,
            name ?? (v => (string)v),
            () => Enumeration(allowed)
        )
        {
            Hint = text => Suggestions.Hint(text, allowed),
        };

    /// <summary>Creates the kind of names that have aliases; an alias is read as its name.</summary>
    /// <param name="allowed">Names.</param>
    /// <param name="aliases">Name by alias.</param>
    public static Kind OneOf(IReadOnlyList<string> allowed, IReadOnlyDictionary<string, string> aliases) =>
        new ScalarKind(
            Suggestions.Or(allowed),
            text => allowed.Contains(text) ? text : aliases.GetValueOrDefault(text),
            v => (string)v,
            () => Enumeration([.. allowed, .. aliases.Keys])
        )
        {
            Hint = text => Suggestions.Hint(text, allowed),
        };

    /// <summary>Creates the kind of an enumeration; values are written in kebab case.</summary>
    public static Kind OneOf<T>(params (string Name, T Value)[] values)
        where T : struct, Enum =>
        OneOf(
            [.. values.Select(v => v.Name)],
            text => Array.Find(values, v => v.Name == text).Value,
            value => Array.Find(values, v => v.Value.Equals(value)).Name
        );

    public static Kind Url() =>
        new ScalarKind(
            "an http or https address such as http://127.0.0.1:11434",
            text =>
                Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 ? url : null,
            value => Redaction.Address((Uri)value),
            () => new JsonObject { ["type"] = "string" }
        );

    /// <summary>The name of an HTTP header (RFC 9110, "token").</summary>
    /// <param name="canBeEmpty">True if empty text means that the header is left out.</param>
    public static Kind HeaderName(bool canBeEmpty = false) =>
        new ScalarKind(
            "the name of an HTTP header such as X-Session-Id" + (canBeEmpty ? ", or '' for none" : ""),
            text =>
                text.Length <= 100
                && (canBeEmpty || text.Length > 0)
                && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c))
                    ? text
                    : null,
            value => (string)value,
            () => new JsonObject { ["type"] = "string" }
        );

    public static Kind Secret() =>
        new ScalarKind(
            "an API key from the environment, as ${NAME}",
            text => text,
            value => ((Secret)value).ToString(),
            () => new JsonObject { ["type"] = "string" }
        )
        {
            IsSecret = true,
        };

    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, Plain, out var value) && double.IsFinite(value) ? value : null;

    private static double? Share(string text) => text.EndsWith('%') ? Number(text[..^1]) / 100 : Number(text);

    private static string NumberWords(double min, double max, bool isAbove) =>
        double.IsFinite(min) && double.IsFinite(max)
            ? $"a number {(isAbove ? "above" : "from")} {min.ToString(Plain)} to {max.ToString(Plain)}"
        : double.IsFinite(min) ? $"a number {(isAbove ? "above" : "from")} {min.ToString(Plain)}"
        : "a number";

    private static JsonObject NumberSchema(double min, double max, bool isAbove)
    {
        var schema = new JsonObject { ["type"] = "number" };
        if (double.IsFinite(min))
        {
            schema[isAbove ? "exclusiveMinimum" : "minimum"] = min;
        }

        if (double.IsFinite(max))
        {
            schema["maximum"] = max;
        }

        return schema;
    }

    private static JsonObject Enumeration(IEnumerable<string> values) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };
}
