using System.Text.Json;
using AgentLoad.Agents.Problems.Datasets.Files;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>
/// Finds the question and the expected answer of rows: the columns of the settings, or those that data sets usually have.
/// </summary>
internal sealed class DatasetColumns
{
    private static readonly string[] PromptNames =
    [
        "question",
        "prompt",
        "problem",
        "instruction",
        "input",
        "query",
        "conversations",
        "conversation",
        "messages",
        "text",
    ];

    private static readonly string[] AnswerNames =
    [
        "answer",
        "answers",
        "answerKey",
        "expected_answer",
        "ground_truth",
        "final_answer",
        "target",
        "output",
        "completion",
        "response",
        "label",
        "solution",
        "conversations",
        "conversation",
        "messages",
    ];

    private readonly PromptTemplate _prompt;
    private readonly bool _addsChoices;
    private readonly string? _input;
    private readonly string? _answer;
    private readonly bool _isAnswerRequired;

    /// <summary>Finds the columns.</summary>
    /// <param name="settings">Settings.</param>
    /// <param name="first">The first row.</param>
    /// <exception cref="FormatException">The row has none of the usual columns, or not the one of the settings.</exception>
    public DatasetColumns(DatasetSettings settings, JsonElement first)
    {
        var prompt = settings.Prompt.Length > 0 ? settings.Prompt : Usual(first, PromptNames, "prompt", "of the question");
        _prompt = new(prompt);
        _addsChoices = settings.Prompt.Length == 0;
        _input = settings.Prompt.Length == 0 && prompt == "instruction" ? "input" : null;
        _isAnswerRequired = settings.Verify is not (AnswerChecks.Auto or AnswerChecks.None or AnswerChecks.Command);
        _answer =
            settings.Answer.Length > 0
                ? RowText.Find(first, settings.Answer) is not null || !first.EnumerateObject().Any()
                    ? settings.Answer
                    : throw Missing(first, settings.Answer)
                : AnswerNames.FirstOrDefault(name => name != prompt && RowText.Find(first, name) is not null)
                    ?? (Conversations(first) ? prompt : null);
        if (_answer is null && _isAnswerRequired)
        {
            throw new FormatException(
                $"has no column of the expected answer, which verify: {settings.Verify} requires. Name it with 'answer'; "
                    + $"columns: {RowText.Columns(first)}"
            );
        }

        bool Conversations(JsonElement row) => RowText.Find(row, prompt) is { } value && Conversation.Read(value) is not null;
    }

    /// <summary>Returns the question of a row.</summary>
    /// <exception cref="FormatException">The row has no question.</exception>
    public string Question(JsonElement fields)
    {
        var text = _prompt.Fill(fields).Trim();
        if (_input is not null && RowText.Find(fields, _input) is { } input && RowText.Of(input).Trim() is { Length: > 0 } more)
        {
            text = $"{text}\n\n{more}";
        }

        if (_addsChoices && ExpectedAnswer.ChoicesOf(fields) is { } choices)
        {
            text = $"{text}\n{string.Join('\n', choices.Select(choice => $"{choice.Label}. {choice.Text}"))}";
        }

        return text.Length > 0 ? text : throw new FormatException("has an empty question");
    }

    /// <summary>Returns the expected answer of a row; null if the data set has none.</summary>
    /// <exception cref="FormatException">The row has no answer, but must have one.</exception>
    public ExpectedAnswer? Answer(JsonElement fields)
    {
        var found = _answer is not null && RowText.Find(fields, _answer) is { } value ? ExpectedAnswer.Of(fields, value) : null;
        return found is null && _isAnswerRequired ? throw new FormatException($"has no expected answer in column '{_answer}'") : found;
    }

    private static string Usual(JsonElement row, string[] names, string setting, string what) =>
        names.FirstOrDefault(name => RowText.Find(row, name) is not null)
        ?? throw new FormatException(
            $"has no usual column {what} ({string.Join(", ", names)}). Name it with '{setting}'; columns: {RowText.Columns(row)}"
        );

    private static FormatException Missing(JsonElement row, string name) =>
        new(
            $"has no value in column '{name}'{Suggestions.Hint(name, row.EnumerateObject().Select(p => p.Name))}; "
                + $"columns: {RowText.Columns(row)}"
        );
}
