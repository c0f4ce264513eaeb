using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>The prompts of multi-hop questions, and their parsers for simulated models.</summary>
internal static partial class MultiHopPrompts
{
    private const string DirectMark = "Reply with one line and nothing else, of the form: Answer: <name>";

    /// <summary>Returns the question, which asks for the person at the end of each chain.</summary>
    public static string Question(IReadOnlyList<Chain> chains) =>
        $"Who is {string.Join(", and who is ", chains)}? "
        + (chains.Count == 1 ? "The answer is one name." : $"The answer is {chains.Count} names in this order, separated by commas.");

    /// <summary>Returns the prompt for the answer only.</summary>
    public static string Direct(string question) => $"{question}\n{DirectMark}";

    /// <summary>Returns the prompt for steps followed by the answer.</summary>
    public static string Reasoning(string question) =>
        $"{question}\nFind one person after another, step by step. Then end with one line of the form: Answer: <name>";

    /// <summary>Returns the result of a successful lookup.</summary>
    public static string Fact(string name, string relation, string found) => $"The {relation} of {name} is {found}.";

    /// <summary>Parses the last question of a text. Never throws.</summary>
    public static bool TryReadQuestion(string text, out IReadOnlyList<Chain> chains)
    {
        var match = Asked().Match(text);
        chains = match.Success ? [.. match.Groups["chains"].Value.Split(", and who is ").Select(Chain.Parse)] : [];
        return match.Success;
    }

    /// <summary>Parses the result of a successful lookup. Never throws.</summary>
    public static bool TryReadFact(string text, out string found)
    {
        var match = Found().Match(text);
        found = match.Groups["found"].Value;
        return match.Success;
    }

    [GeneratedRegex(
        @"Who is (?<chains>(?:the [a-z]+ of )+[A-Z][a-z]+(?:, and who is (?:the [a-z]+ of )+[A-Z][a-z]+)*)\?",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Asked();

    [GeneratedRegex(@"^\s*The [a-z]+ of [A-Z][a-z]+ is (?<found>[A-Z][a-z]+)\.", RegexOptions.CultureInvariant)]
    private static partial Regex Found();
}
