using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Replies;

/// <summary>Recognizes sentences of a reply that carry no content: prefaces, closings, refusals and retractions.</summary>
internal static partial class Chatter
{
    private const int MaxSentence = 200;

    /// <summary>Returns the lines of a plain text without list marks, prefaces, closings and empty lines. Never throws.</summary>
    public static List<string> ContentLines(string plain)
    {
        var lines = new List<string>();
        foreach (var line in plain.Split('\n'))
        {
            var text = WithoutClosing(ListMark().Replace(line.Trim(), ""));
            if (text.AsSpan().ContainsAny(LettersAndDigits) && !Preface().IsMatch(text))
            {
                lines.Add(text);
            }
        }

        return lines;
    }

    /// <summary>Returns true if a line is a closing, such as "Let me know if you have questions!"</summary>
    public static bool IsClosing(string line) => Closing().Match(line) is { Success: true, Index: 0 };

    /// <summary>Returns true if a text declines to answer or admits that the answer is not known.</summary>
    public static bool IsRefusal(string text) => Refusal().IsMatch(text);

    /// <summary>Returns the text after the last retraction of what was said before; null if there is none.</summary>
    public static string? AfterRetraction(string text)
    {
        foreach (var match in Retraction().Matches(text).Reverse())
        {
            var before = text[Math.Max(0, match.Index - MaxSentence)..match.Index];
            if (!Condition().IsMatch(before[(before.AsSpan().LastIndexOfAny(".!?\n".AsSpan()) + 1)..]))
            {
                return text[(match.Index + match.Length)..];
            }
        }

        return null;
    }

    /// <summary>Removes the closing sentences of a line.</summary>
    private static string WithoutClosing(string line) =>
        Closing().Match(line) is { Success: true } match ? line[..match.Index].Trim() : line;

    private static readonly System.Buffers.SearchValues<char> LettersAndDigits = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[∅" + Latex.BoxStart
    );

    [GeneratedRegex(
        @"^(?:[-*•‣]\s{1,8}|\(?\d{1,3}[.)]\s{1,8}(?=\S)|step\s{1,4}\d{1,3}\s{0,4}[:.]\s{0,4})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex ListMark();

    [GeneratedRegex(
        @"^(?:(?:(?:sure|certainly|of course|absolutely|great|okay|ok|alright|hello|hi|thanks|no problem|got it)[!,.]?\s{1,4})?"
            + @"(?:here(?:'s| is| are)|below (?:is|are)|let(?:'s| me| us)|i(?:'ll| will)|happy to)\b[^\r\n=]{0,300}[:.!]"
            + @"|(?:certainly|of course|absolutely|great|okay|ok|alright|hello|hi|thanks|no problem|got it)[!,.]{0,3}|-{3,}|\*{3,})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Preface();

    [GeneratedRegex(
        @"(?:^|(?<=[.!?)\]]\s{1,4}))(?:(?:please )?let me know|i hope|hope (?:this|that)|(?:please )?feel free|if you (?:have|need"
            + @"|would|want|'d)"
            + @"|if you'd|would you like|is there anything|do you want|do you need|thank you|good luck|don't hesitate|happy to)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Closing();

    [GeneratedRegex(
        @"\b(?:i(?:'m| am)? (?:not (?:sure|certain|able)|unsure|uncertain|unable|sorry)|(?:i|we) (?:cannot|can't|can not|could not|couldn't"
            + @"|do not know|don't know|did not find|didn't find|was unable|were unable|am unable|would rather not|have no)"
            + @"|cannot be (?:determined|solved|answered)|can't be (?:determined|solved|answered)|not enough information|no idea)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Refusal();

    [GeneratedRegex(
        @"\b(?:(?:is|was|'s) (?:wrong|incorrect|mistaken|invalid|not (?:right|correct|valid|24))|(?:isn't|wasn't) (?:right|correct|valid)"
            + @"|(?:i|we) (?:have )?made (?:a|an) (?:\w{1,20} )?(?:mistake|error)|scratch that|strike that|no,? wait|wait,? no"
            + @"|actually,? no"
            + @"|hmm,? no|on second thought|let (?:me|us) (?:redo|recompute|recalculate|re-do|try again|start over|correct|fix)"
            + @"|(?:does not|doesn't|did not|didn't) (?:work|equal|hold|add up|make 24)|answer (?:is not|isn't))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Retraction();

    [GeneratedRegex(@"\b(?:if|whether|anything|unless|would|could|should)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Condition();
}
