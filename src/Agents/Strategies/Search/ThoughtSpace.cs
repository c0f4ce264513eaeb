using System.Globalization;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Strategies.Search;

/// <summary>
/// A search space of text lines for problems without intermediate states. A thought is one line. The line "Answer: …", which may extend to
/// the end of the reply, ends a path. The prompt of the last level requests only the answer. Values are sure 20, likely 1 and impossible
/// 0.001. Shaped proposals are numbered lines, of which 70 % are marked sound and the others flawed; from the third level, 30 % are
/// answers. An answer is correct if all previous lines are sound. These percentages are assumptions.
/// </summary>
/// <param name="problem">The problem.</param>
/// <param name="depth">Maximum number of thoughts per path, including the answer; at least 1.</param>
/// <param name="width">Number of thoughts to request per proposal.</param>
internal sealed class ThoughtSpace(Problem problem, int depth, int width) : ISearchSpace
{
    private const double SoundShare = 0.7;
    private const double AnswerShare = 0.3;
    private const int FirstAnswerLevel = 3;
    private const int MaxLines = 200;

    /// <inheritdoc/>
    public int Depth => depth;

    /// <summary>Returns the request for next thoughts, which follows the conversation.</summary>
    public string Ask(string state) => ThoughtPrompts.Next(width, LevelOf(state) == depth);

    /// <inheritdoc/>
    public string ProposePrompt(string state) =>
        $"{ThoughtPrompts.Header(problem.QuestionWithExamples)}\n\nSteps so far:\n{state}\n{Ask(state)}";

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadProposals(string state, string reply)
    {
        var isLast = LevelOf(state) == depth;
        var text = PlainText.Of(reply);
        var answerAt = AnswerText.FirstLine(text);
        var before = answerAt < 0 ? text : text[..answerAt];
        List<string> thoughts = isLast ? [] : [.. Chatter.ContentLines(before).Take(MaxLines)];
        if ((answerAt >= 0 || isLast) && Answered(text, answerAt, isLast) is { } answered)
        {
            thoughts.Add(answered);
        }

        return [.. thoughts.Distinct(StringComparer.Ordinal).Take(width).Select(thought => $"{state}{thought}\n")];
    }

    /// <inheritdoc/>
    public string ValuePrompt(string state) => $"{problem.QuestionWithExamples}\n\nSteps so far:\n{state}\n{ThoughtPrompts.Judge}";

    /// <inheritdoc/>
    public double? ReadValue(string state, string reply) => StateText.Read(reply);

    /// <inheritdoc/>
    public double OracleValue(string state) =>
        state.Contains("(flawed)", StringComparison.Ordinal) || (Answer(state) is { } answer && problem.Verify(answer) == false)
            ? StateText.Impossible
            : StateText.Sure;

    /// <inheritdoc/>
    public IReadOnlyList<string> ShapedProposals(string state, int count, Random random)
    {
        var level = LevelOf(state);
        var isSound = OracleValue(state) >= StateText.Sure;
        return
        [
            .. Enumerable
                .Range(0, Math.Min(count, width))
                .Select(_ =>
                    level == depth || (level >= FirstAnswerLevel && random.NextDouble() < AnswerShare)
                        ? $"{state}{AnswerText.Write(problem.ShapedAnswer(isSound, random))}\n"
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"{state}Step {level}, idea {random.Next(1000)} ({(random.NextDouble() < SoundShare ? "sound" : "flawed")})\n"
                        )
                ),
        ];
    }

    /// <inheritdoc/>
    public string? Answer(string state) => AnswerAt(state) is var at and >= 0 ? problem.ExtractAnswer(state[at..]) : null;

    /// <summary>Returns the level of the next thoughts, from 1.</summary>
    private static int LevelOf(string state) => 1 + state.AsSpan().Count('\n');

    private static int AnswerAt(string state) =>
        state.StartsWith(AnswerText.Prefix, StringComparison.OrdinalIgnoreCase) ? 0
        : state.IndexOf($"\n{AnswerText.Prefix}", StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? at + 1
        : -1;

    /// <summary>Returns the line with the answer; null if it cannot be read. The last level requests only the answer.</summary>
    private string? Answered(string text, int answerAt, bool isLast)
    {
        var stated =
            answerAt >= 0 ? text[answerAt..]
            : isLast ? AnswerText.Write(text)
            : "";
        return problem.ExtractAnswer(stated) is null ? null
            : stated.StartsWith(AnswerText.Prefix, StringComparison.OrdinalIgnoreCase) ? stated.Trim()
            : AnswerText.Write(AnswerText.ReadLine(stated) ?? stated);
    }
}
