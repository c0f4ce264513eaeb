using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Game24;

namespace AgentLoad.Agents.Strategies.Search;

/// <summary>
/// Any problem as a tree of lines of text, for problems without states of their own. A thought is one line; the line "Answer: …",
/// which may go on to the end of the reply, ends a path. On the last level only the answer is asked for. Judgements are sure 20,
/// likely 1, impossible 0.001. What a shaped agent "finds" are numbered lines, 70 % of them marked sound and the others flawed, and from
/// the third level on answers in 30 % of the lines; an answer is right where all lines before it are sound. These shares are round
/// figures.
/// </summary>
/// <param name="problem">The problem.</param>
/// <param name="depth">Most thoughts of a path, the answer included; at least 1.</param>
/// <param name="width">Thoughts that a proposal is asked for.</param>
internal sealed partial class ThoughtSpace(Problem problem, int depth, int width) : ISearchSpace
{
    private const double SoundShare = 0.7;
    private const double EndShare = 0.3;
    private const int FirstEnd = 3;
    private const int MaxLines = 200;

    /// <inheritdoc/>
    public int Depth => depth;

    /// <summary>What is asked at a state after the conversation that led there.</summary>
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
            : [.. before.Split('\n').Take(MaxLines).Select(Plain).Where(line => line.Any(char.IsLetterOrDigit))];
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
                    level == depth || (level >= FirstEnd && random.NextDouble() < EndShare)
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

    /// <summary>The level of the thoughts that follow a state, from 1.</summary>
    private static int LevelOf(string state) => 1 + state.AsSpan().Count('\n');

    private static int AnswerAt(string state) =>
        state.StartsWith(AnswerLine.Prefix, StringComparison.OrdinalIgnoreCase) ? 0
        : state.IndexOf($"\n{AnswerLine.Prefix}", StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? at + 1
        : -1;

    /// <summary>A line without the number or mark that it was listed by.</summary>
    private static string Plain(string line) => Listing().Replace(line.Trim(), "");

    [GeneratedRegex(@"^(?:[-*•]\s+|\(?\d{1,3}[.)]\s+|step\s+\d{1,3}\s*[:.]\s*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Listing();
}
