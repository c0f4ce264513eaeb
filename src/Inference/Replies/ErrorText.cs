using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentLoad.Inference.Replies;

/// <summary>Finds the error message of a server in a body, an event or a line.</summary>
internal static partial class ErrorText
{
    private const int MaxNesting = 8;
    private static readonly string[] MessageNames = ["message", "msg", "detail", "details", "error_description", "reason"];
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonText.Options.MaxDepth };

    /// <summary>
    /// Returns the message in a body: JSON in any form that <see cref="Find"/> knows, including messages nested as JSON text (Ollama
    /// forwards the body of its runner as a string); the title of an HTML page; otherwise the body itself.
    /// </summary>
    public static string Of(string body) => Of(body, MaxNesting);

    /// <summary>
    /// Returns the error message of a JSON value that arrived in place of a part of a reply; null if it reports no error. Empty values
    /// (<c>""</c>, <c>{}</c>, <c>false</c>) of "error" report none.
    /// </summary>
    /// <param name="root">The value.</param>
    /// <param name="isReply">True if it holds a part of a reply: then only explicit errors count.</param>
    public static string? Find(JsonElement root, bool isReply)
    {
        foreach (var candidate in Candidates(root))
        {
            if (HasValue(candidate))
            {
                return Message(candidate, MaxNesting);
            }
        }

        if (isReply || root.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        bool isMarked =
            IsError(root.Text("object"))
            || IsError(root.Text("type"))
            || IsError(root.Text("status"))
            || root.Get("success") is { ValueKind: JsonValueKind.False };
        return isMarked || MessageNames.Any(name => root.Get(name) is { } value && HasValue(value) && IsMessage(value))
            ? Message(root, MaxNesting)
            : null;
    }

    private static IEnumerable<JsonElement> Candidates(JsonElement root)
    {
        if (root.Get("error") is { } error)
        {
            yield return error;
        }

        if (root.Get("errors") is { } errors)
        {
            yield return errors;
        }

        foreach (var choice in root.Items("choices"))
        {
            if (choice.Get("error") is { } inner)
            {
                yield return inner;
            }
        }
    }

    private static string Of(string body, int nesting)
    {
        var trimmed = body.AsSpan().Trim();
        if (nesting == 0 || trimmed.IsEmpty)
        {
            return body;
        }

        if (trimmed[0] == '<')
        {
            return Title().Match(body) is { Success: true } title ? WebUtility.HtmlDecode(title.Groups["text"].Value).Trim() : body;
        }

        if (trimmed[0] is not ('{' or '['))
        {
            return body;
        }

        try
        {
            using var document = JsonDocument.Parse(body, Options);
            return Message(document.RootElement, nesting - 1);
        }
        catch (JsonException)
        {
            return body;
        }
    }

    // The message of an error; the JSON itself if it has no known form.
    private static string Message(JsonElement element, int nesting)
    {
        if (nesting > 0)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    return Of(element.Text()!, nesting);
                case JsonValueKind.Array when element.GetArrayLength() > 0:
                    return string.Join("; ", element.EnumerateArray().Take(3).Select(item => Message(item, nesting - 1)));
                case JsonValueKind.Object:
                    foreach (string name in (ReadOnlySpan<string>)["error", "errors", .. MessageNames])
                    {
                        if (element.Get(name) is { } inner && HasValue(inner) && IsMessage(inner))
                        {
                            return Place(element) + Message(inner, nesting - 1);
                        }
                    }

                    break;
            }
        }

        return element.Raw();
    }

    // FastAPI: {"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}.
    private static string Place(JsonElement element) =>
        element.Get("loc") is { ValueKind: JsonValueKind.Array } place
            ? string.Join('.', place.EnumerateArray().Select(part => part.Text() ?? part.Raw())) + ": "
            : "";

    private static bool IsMessage(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array;

    private static bool IsError(string? text) => string.Equals(text, "error", StringComparison.OrdinalIgnoreCase);

    private static bool HasValue(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.Text()!.AsSpan().Trim().Length > 0,
            JsonValueKind.Object => value.EnumerateObject().Any(),
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.Number => !value.TryGetDouble(out double number) || number != 0,
            JsonValueKind.True => true,
            _ => false,
        };

    [GeneratedRegex("<(?<tag>title|h1)[^>]*>(?<text>[^<]*)</", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Title();
}
