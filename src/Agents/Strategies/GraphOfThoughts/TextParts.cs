using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Strategies.GraphOfThoughts;

/// <summary>Splits any problem into parts as text, for problems that do not define parts. Solutions have no score.</summary>
internal sealed class TextParts(Problem problem) : IDivisible
{
    /// <inheritdoc/>
    public string Whole => problem.Question;

    /// <inheritdoc/>
    public string SplitPrompt(int parts) =>
        $"{problem.QuestionWithExamples}\n\nDo not answer yet. Name {parts} smaller questions whose answers together give the answer, "
        + "each on a line of its own.";

    /// <summary>Parses up to <paramref name="parts"/> lines; null if there are fewer than two.</summary>
    public IReadOnlyList<string>? ReadSplit(int parts, string reply)
    {
        var lines = Chatter.ContentLines(PlainText.WithoutMarkdown(reply));
        return lines.Count < 2 ? null : [.. lines.Take(parts)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ShapedSplit(int parts) => [.. Enumerable.Range(1, parts).Select(i => $"Question {i} of {parts}")];

    /// <inheritdoc/>
    public string Join(IReadOnlyList<string> parts) => string.Join('\n', parts);

    /// <inheritdoc/>
    public string SolvePrompt(string part) => $"{problem.ReasoningPrompt}\n\nAnswer only this part of it:\n{part}";

    /// <inheritdoc/>
    public string MergePrompt(IReadOnlyList<string> solutions) =>
        $"{problem.ReasoningPrompt}\n\nParts of it are answered already:\n{string.Join('\n', solutions)}";

    /// <inheritdoc/>
    public string ImprovePrompt(string part, string solution) =>
        $"{problem.ReasoningPrompt}\n\nThis answer may be wrong. Check it and give a better one:\n{solution}";

    /// <inheritdoc/>
    public string? ReadSolution(string reply) => problem.ExtractAnswer(reply) ?? AnswerText.ReadLine(reply);

    /// <summary>Always returns 0.</summary>
    public double Score(string part, string solution) => 0;

    /// <inheritdoc/>
    public string ShapedSolution(string part, bool right, Random random) => problem.ShapedAnswer(right, random);
}
