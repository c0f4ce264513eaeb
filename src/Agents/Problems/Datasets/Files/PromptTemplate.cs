using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Problems.Datasets.Files;

/// <summary>
/// A text with <c>{column}</c> placeholders, or the name of a single column. <c>{{</c> and <c>}}</c> are literal braces.
/// </summary>
internal sealed partial class PromptTemplate
{
    private readonly string _text;

    /// <summary>Parses a template.</summary>
    /// <param name="text">The name of a column, or a text with placeholders.</param>
    public PromptTemplate(string text) => _text = text.AsSpan().ContainsAny('{', '}') ? text : $"{{{text}}}";

    /// <summary>Fills in the columns of a row.</summary>
    /// <exception cref="FormatException">The row lacks a column of the template, or the column is empty.</exception>
    public string Fill(JsonElement fields) =>
        Placeholder()
            .Replace(
                _text,
                match =>
                    match.Value switch
                    {
                        "{{" => "{",
                        "}}" => "}",
                        _ => Value(fields, match.Groups["name"].Value),
                    }
            );

    private static string Value(JsonElement fields, string name)
    {
        if (RowText.Find(fields, name) is not { } value)
        {
            throw new FormatException(
                $"has no value in column '{name}'{Suggestions.Hint(name, fields.EnumerateObject().Select(p => p.Name))}; "
                    + $"columns: {RowText.Columns(fields)}"
            );
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0)
        {
            throw new FormatException($"has an empty list in column '{name}'");
        }

        return Conversation.Read(value) is { } turns
            ? Conversation.FirstExchange(turns)?.Question
                ?? throw new FormatException($"has a conversation in column '{name}' that does not start with a question")
            : RowText.Of(value);
    }

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>[^{}\r\n]{1,100})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
