using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Game24;

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
internal sealed partial class ThoughtSpace(Problem problem, int depth, int width) : ISearchSpace
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
        var answerAt = reply.IndexOf(AnswerLine.Prefix, StringComparison.OrdinalIgnoreCase);
        var (before, after) = answerAt < 0 ? (reply, "") : (reply[..answerAt], reply[answerAt..]);
        if (answerAt < 0 && isLast)
        {
            (before, after) = ("", AnswerLine.Write(reply));
        }

        List<string> thoughts = isLast
            ? []
            : [.. before.Split('\n').Take(MaxLines).Select(StripListMarker).Where(line => line.Any(char.IsLetterOrDigit))];
        if (problem.ExtractAnswer(after) is not null && after.Length > 0)
        {
            thoughts.Add(after.Trim());
        }

        return [.. thoughts.Distinct(StringComparer.Ordinal).Take(width).Select(thought => $"{state}{thought}\n")];
    }

    /// <inheritdoc/>
    public string ValuePrompt(string state) => $"{problem.QuestionWithExamples}\n\nSteps so far:\n{state}\n{ThoughtPrompts.Judge}";

    /// <inheritdoc/>
    public double? ReadValue(string state, string reply) => Game24Search.ReadJudgement(reply);

    /// <inheritdoc/>
    public double OracleValue(string state) =>
        state.Contains("(flawed)", StringComparison.Ordinal) || (Answer(state) is { } answer && problem.Verify(answer) == false)
            ? Game24Search.Impossible
            : Game24Search.Sure;

    /// <inheritdoc/>
    public IReadOnlyList<string> ShapedProposals(string state, int count, Random random)
    {
        var level = LevelOf(state);
        var isSound = OracleValue(state) >= Game24Search.Sure;
        return
        [
            .. Enumerable
                .Range(0, Math.Min(count, width))
                .Select(_ =>
                    level == depth || (level >= FirstAnswerLevel && random.NextDouble() < AnswerShare)
                        ? $"{state}{AnswerLine.Write(problem.ShapedAnswer(isSound, random))}\n"
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
        state.StartsWith(AnswerLine.Prefix, StringComparison.OrdinalIgnoreCase) ? 0
        : state.IndexOf($"\n{AnswerLine.Prefix}", StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? at + 1
        : -1;

    /// <summary>Removes the list number or bullet of a line.</summary>
    private static string StripListMarker(string line) => Listing().Replace(line.Trim(), "");

    [GeneratedRegex(@"^(?:[-*•]\s+|\(?\d{1,3}[.)]\s+|step\s+\d{1,3}\s*[:.]\s*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Listing();
}
