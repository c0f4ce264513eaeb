using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Parses the prompts of <see cref="Game24Prompts"/> for simulated models. Never throws.</summary>
internal static class Game24PromptReader
{
    /// <summary>Parses the inputs of the last question in a text.</summary>
    public static bool TryReadQuestion(string text, out IReadOnlyList<Rational> inputs)
    {
        var start = text.LastIndexOf(Game24Prompts.QuestionStart, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(Game24Prompts.QuestionEnd, start, StringComparison.Ordinal);
        inputs = end < 0 ? [] : Game24Move.ReadNumbers(text[(start + Game24Prompts.QuestionStart.Length)..end]) ?? [];
        return inputs.Count > 0;
    }

    /// <summary>Returns true if a prompt requests the answer only.</summary>
    public static bool IsDirect(string text) => text.Contains(Game24Prompts.DirectMark, StringComparison.Ordinal);

    /// <summary>Parses a propose prompt.</summary>
    public static bool TryReadPropose(string text, out IReadOnlyList<Rational> numbers) =>
        TryReadInput(text, Game24Prompts.ProposeMark, out numbers, out _);

    /// <summary>Parses a value prompt.</summary>
    public static bool TryReadValue(string text, out IReadOnlyList<Rational> numbers) =>
        TryReadInput(text, Game24Prompts.ValueMark, out numbers, out _);

    /// <summary>Parses a prompt to write the answer, with its steps.</summary>
    public static bool TryReadWrite(string text, out IReadOnlyList<Rational> inputs, out string steps)
    {
        var isRead = TryReadInput(text, Game24Prompts.WriteMark, out inputs, out var rest);
        var at = rest.IndexOf(Game24Prompts.StepsMark, StringComparison.Ordinal);
        steps = at < 0 ? "" : rest[(at + Game24Prompts.StepsMark.Length)..].Trim();
        return isRead && at >= 0;
    }

    /// <summary>Parses a prompt to evaluate an answer.</summary>
    public static bool TryReadFinalValue(string text, out IReadOnlyList<Rational> inputs, out string answer)
    {
        var isRead = TryReadInput(text, Game24Prompts.FinalValueMark, out inputs, out var rest);
        answer = AnswerText.ReadLine(rest) ?? "";
        return isRead;
    }

    private static bool TryReadInput(string text, string mark, out IReadOnlyList<Rational> numbers, out string rest)
    {
        (numbers, rest) = ([], "");
        var start = text.LastIndexOf(mark, StringComparison.Ordinal);
        var input = start < 0 ? -1 : text.LastIndexOf(Game24Prompts.InputMark, StringComparison.Ordinal);
        if (input < start || input < 0)
        {
            return false;
        }

        var line = input + Game24Prompts.InputMark.Length;
        var end = text.IndexOf('\n', line);
        numbers = Game24Move.ReadNumbers(end < 0 ? text[line..] : text[line..end]) ?? [];
        rest = end < 0 ? "" : text[end..];
        return numbers.Count > 0;
    }
}
