using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems.Datasets.Files;

namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>The expected answer of a row.</summary>
/// <param name="Texts">Answers that are accepted, at least one.</param>
/// <param name="Working">Reasoning steps before the answer, one per line; empty if the row has none.</param>
/// <param name="Label">The label of the choice ("B"); null if the row is not a multiple-choice question.</param>
internal sealed partial record ExpectedAnswer(IReadOnlyList<string> Texts, IReadOnlyList<string> Working, string? Label)
{
    /// <summary>Mark of the answer at the end of a solution, as in GSM8K.</summary>
    public const string Mark = "####";

    private static readonly string[] ChoiceColumns = ["choices", "options"];

    /// <summary>
    /// Reads an answer. "#### 42" ends a solution. A list, or an object with the list "text", has several accepted answers. In a row with
    /// choices, the answer is a label, the text of a choice, or its index from 0.
    /// </summary>
    public static ExpectedAnswer? Of(JsonElement fields, JsonElement value)
    {
        if (Conversation.Read(value) is { } turns)
        {
            return Conversation.FirstExchange(turns)?.Reply is { } reply ? new([reply], [], null) : null;
        }

        if (
            value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("text", out var texts)
            && RowText.Texts(texts) is { Count: > 0 } accepted
        )
        {
            return new(accepted, [], null);
        }

        if (RowText.Texts(value) is { Count: > 0 } several)
        {
            return new(several, [], null);
        }

        var text = RowText.Of(value).Trim();
        if (text.Length == 0)
        {
            return null;
        }

        return text.LastIndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at
            ? new([text[(at + Mark.Length)..].Trim()], WorkingOf(text[..at]), null)
            : new([text], [], LabelOf(fields, text));
    }

    /// <summary>Returns the choices of a row; null if it has none.</summary>
    public static IReadOnlyList<(string Label, string Text)>? ChoicesOf(JsonElement fields) =>
        ChoiceColumns
            .Select(name => RowText.Find(fields, name) is { } value ? RowText.Choices(value) : null)
            .FirstOrDefault(choices => choices is not null);

    private static string? LabelOf(JsonElement fields, string answer)
    {
        if (ChoicesOf(fields) is not { } choices)
        {
            return null;
        }

        return choices.Any(choice => choice.Label == answer) ? answer
            : int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < choices.Count
                ? choices[index].Label
            : choices.FirstOrDefault(choice => choice.Text == answer).Label;
    }

    // GSM8K annotates calculations: 48/2 = <<48/2=24>>24.
    private static string[] WorkingOf(string solution) =>
        Annotation().Replace(solution, "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex("<<[^<>\r\n]{0,200}>>", RegexOptions.CultureInvariant)]
    private static partial Regex Annotation();
}
