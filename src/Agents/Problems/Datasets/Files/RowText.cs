using System.Globalization;
using System.Text.Json;

namespace AgentLoad.Agents.Problems.Datasets.Files;

/// <summary>Formats the values of a row as text.</summary>
internal static class RowText
{
    /// <summary>Returns the value at a path of names ("answers.text"); null if the row has no such value or it is null.</summary>
    public static JsonElement? Find(JsonElement fields, string path)
    {
        if (fields.TryGetProperty(path, out var direct))
        {
            return direct.ValueKind == JsonValueKind.Null ? null : direct;
        }

        var value = fields;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    /// <summary>Formats a value: strings and numbers as they are, choices as lettered lines.</summary>
    public static string Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            _ when Choices(value) is { } choices => string.Join('\n', choices.Select(choice => $"{choice.Label}. {choice.Text}")),
            _ => value.GetRawText(),
        };

    /// <summary>
    /// Returns the answers of a multiple-choice question: a list of texts, labelled A, B, …, or an object with the lists "text" and
    /// "label". Null if the value is neither.
    /// </summary>
    public static IReadOnlyList<(string Label, string Text)>? Choices(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is ['[' or '{', ..] text)
        {
            // CSV exports hold lists as JSON text.
            try
            {
                using var document = JsonDocument.Parse(text);
                return Choices(document.RootElement);
            }
            catch (JsonException)
            {
                return null;
            }
        }

        if (Texts(value) is { Count: > 1 and <= 26 } texts)
        {
            return [.. texts.Select((choice, i) => (((char)('A' + i)).ToString(), choice))];
        }

        return
            value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("text", out var named)
            && value.TryGetProperty("label", out var labels)
            && Texts(named) is { Count: > 1 } options
            && Texts(labels) is { } letters
            && letters.Count == options.Count
            ? [.. letters.Zip(options)]
            : null;
    }

    /// <summary>Returns the texts of a list of strings or numbers; null if the value is not such a list.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            ? [.. value.EnumerateArray().Select(item => item.ToString())]
            : null;

    /// <summary>Names the columns of a row for messages.</summary>
    public static string Columns(JsonElement fields)
    {
        var names = fields.EnumerateObject().Select(property => property.Name).ToArray();
        return names.Length <= 12
            ? string.Join(", ", names)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(12))} and {names.Length - 12} more");
    }
}
