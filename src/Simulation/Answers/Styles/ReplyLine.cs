using System.Text.RegularExpressions;

namespace AgentLoad.Simulation.Answers.Styles;

/// <summary>The meaning of a line in the requested format.</summary>
internal enum LineKind
{
    Working,
    Answer,
    FinalAnswer,
    Score,
    Verdict,
    Vote,
    State,
    Step,
    Thought,
    Action,
}

/// <summary>A line of a reply in the requested format.</summary>
/// <param name="Kind">Its meaning.</param>
/// <param name="Label">Its label, such as "Answer" or "Step 2"; empty for none.</param>
/// <param name="Value">The text after the label.</param>
/// <param name="Text">The whole line.</param>
internal sealed partial record ReplyLine(LineKind Kind, string Label, string Value, string Text)
{
    /// <summary>Splits a reply into its lines.</summary>
    public static IEnumerable<ReplyLine> Of(string text) => text.Split('\n').Select(Read);

    private static ReplyLine Read(string line)
    {
        if (Labelled().Match(line) is { Success: true } match)
        {
            var label = match.Groups["label"].Value;
            var kind = label switch
            {
                "Answer" => LineKind.Answer,
                "Final Answer" => LineKind.FinalAnswer,
                "Score" => LineKind.Score,
                "Verdict" => LineKind.Verdict,
                "Thought" => LineKind.Thought,
                "Action" => LineKind.Action,
                _ => LineKind.Step,
            };
            return new ReplyLine(kind, label, match.Groups["value"].Value, line);
        }

        return line is "sure" or "likely" or "impossible" ? new ReplyLine(LineKind.State, "", line, line)
            : Vote().Match(line) is { Success: true } vote ? new ReplyLine(LineKind.Vote, "The best choice is", vote.Groups[1].Value, line)
            : new ReplyLine(LineKind.Working, "", line, line);
    }

    [GeneratedRegex(@"^(?<label>Answer|Final Answer|Score|Verdict|Thought|Action|Step \d+): (?<value>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"^The best choice is (\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Vote();
}
