using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>The texts of the multi-hop questions, and the readers that a simulated model understands them by.</summary>
public static partial class MultiHopPrompts
{
    private const string DirectMark = "Reply with one line and nothing else, of the form: Answer: <name>";

    /// <summary>What is asked.</summary>
    /// <param name="start">The person that the question names.</param>
    /// <param name="relations">Relations to follow, in order from that person.</param>
    public static string Question(string start, IReadOnlyList<string> relations) =>
        $"Who is {string.Concat(relations.Reverse().Select(r => $"the {r} of "))}{start}? The answer is one name.";

    /// <summary>Asks for the answer alone.</summary>
    public static string Direct(string question) => $"{question}\n{DirectMark}";

    /// <summary>Asks for the steps first.</summary>
    public static string Reasoning(string question) =>
        $"{question}\nFind one person after another, step by step. Then end with one line of the form: Answer: <name>";

    /// <summary>What a lookup that found someone says.</summary>
    public static string Fact(string name, string relation, string found) => $"The {relation} of {name} is {found}.";

    /// <summary>Reads the last question that stands in a text. Never throws.</summary>
    public static bool TryReadQuestion(string text, out string start, out IReadOnlyList<string> relations)
    {
        var match = Asked().Match(text);
        start = match.Groups["start"].Value;
        relations =
        [
            .. match.Groups["relation"].Captures.Select(c => (At: c.Index, c.Value)).OrderByDescending(c => c.At).Select(c => c.Value),
        ];
        return match.Success;
    }

    /// <summary>Reads what a lookup found; false where a text says no such thing. Never throws.</summary>
    public static bool TryReadFact(string text, out string found)
    {
        var match = Found().Match(text);
        found = match.Groups["found"].Value;
        return match.Success;
    }

    [GeneratedRegex(
        @"Who is (?:the (?<relation>[a-z]+) of )+(?<start>[A-Z][a-z]+)\?",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Asked();

    [GeneratedRegex(@"^\s*The [a-z]+ of [A-Z][a-z]+ is (?<found>[A-Z][a-z]+)\.", RegexOptions.CultureInvariant)]
    private static partial Regex Found();
}
