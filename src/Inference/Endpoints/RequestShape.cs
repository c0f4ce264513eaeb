using System.Text.RegularExpressions;

namespace AgentLoad.Inference.Endpoints;

/// <summary>Fields that an endpoint's requests leave out, rename or add, at the top level of the JSON body.</summary>
internal sealed partial record RequestShape
{
    /// <summary>Requests as the API defines them.</summary>
    public static readonly RequestShape Default = new();

    // Fields without which a call measures the same; "max_tokens" has a newer name.
    private static readonly string[] Optional = ["stream_options", "seed"];

    /// <summary>Additional fields, as JSON text. They replace fields of the same name.</summary>
    public IReadOnlyDictionary<string, string> Body { get; init; } = new Dictionary<string, string>();

    /// <summary>Fields to leave out.</summary>
    public IReadOnlySet<string> Omit { get; init; } = new HashSet<string>();

    /// <summary>New names of fields.</summary>
    public IReadOnlyDictionary<string, string> Rename { get; init; } = new Dictionary<string, string>();

    /// <summary>Returns the name under which a field is sent; null if it is left out.</summary>
    public string? NameOf(string field)
    {
        string name = Rename.GetValueOrDefault(field, field);
        return Omit.Contains(field) || Body.ContainsKey(name) ? null : name;
    }

    /// <summary>
    /// Returns the shape without the field that a server refused with status 400 or 422, and a line for the user; null if the error names
    /// no field that can be left out or renamed without changing what is measured.
    /// </summary>
    public (RequestShape Shape, string Change)? Without(int? status, string? error)
    {
        if (status is not (400 or 422) || error is null || !Refusal().IsMatch(error))
        {
            return null;
        }

        if (NameOf("max_tokens") == "max_tokens" && Names(error, "max_tokens"))
        {
            return (
                this with
                {
                    Rename = new Dictionary<string, string>(Rename) { ["max_tokens"] = "max_completion_tokens" },
                },
                "refuses 'max_tokens': requests contain 'max_completion_tokens' instead"
            );
        }

        foreach (string field in Optional)
        {
            if (NameOf(field) is not null && Names(error, field))
            {
                return (
                    this with
                    {
                        Omit = Omit.Append(field).ToHashSet(StringComparer.Ordinal),
                    },
                    $"refuses '{field}': requests leave it out"
                        + (field == "stream_options" ? ", and token counts are estimated if replies do not contain them" : "")
                );
            }
        }

        return null;
    }

    private static bool Names(string error, string field) => Regex.IsMatch(error, $@"(?<![\w]){field}(?![\w])", RegexOptions.None, Timeout);

    private static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(1);

    [GeneratedRegex(
        "support|unknown|unrecogni[sz]ed|not permitted|forbidden|unexpected|extra|not allowed|additional propert"
            + "|deprecated|instead|invalid|removed",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Refusal();
}
