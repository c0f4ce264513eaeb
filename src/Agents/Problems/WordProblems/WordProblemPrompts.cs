using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Problems.WordProblems;

/// <summary>The prompts of word problems, and their parser for simulated models.</summary>
internal static partial class WordProblemPrompts
{
    private const string DirectMark = "Reply with one line and nothing else, of the form: Answer: <number>";
    private const int MaxStatements = 64;

    /// <summary>Returns the question.</summary>
    public static string Question(IReadOnlyList<WordStatement> statements, string items) =>
        string.Join(' ', statements.Select(s => Sentence(s, items))) + $" How many {items} does {statements[^1].Person} have?";

    /// <summary>Returns the prompt for the answer only.</summary>
    public static string Direct(string question) => $"{question}\n{DirectMark}";

    /// <summary>Returns the prompt for steps followed by the answer.</summary>
    public static string Reasoning(string question) =>
        $"{question}\nWork it out step by step, one short line for each person. Then end with one line of the form: Answer: <number>";

    /// <summary>Formats the calculation of a quantity, such as "Ann: 3 + 4 = 7".</summary>
    public static string Step(WordStatement statement, IReadOnlyDictionary<string, long> known, long value)
    {
        var (figures, result) = (statement.FormatCalculation(known), value.ToString(CultureInfo.InvariantCulture));
        return figures == result ? $"{statement.Person}: {result}" : $"{statement.Person}: {figures} = {result}";
    }

    /// <summary>Returns true if a prompt requests the answer only.</summary>
    public static bool IsDirect(string text) => text.Contains(DirectMark, StringComparison.Ordinal);

    /// <summary>Parses the last word problem of a text. Never throws.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="statements">The sentences in order.</param>
    /// <param name="person">The person in the question.</param>
    public static bool TryReadQuestion(string text, out IReadOnlyList<WordStatement> statements, out string person)
    {
        (statements, person) = ([], "");
        if (Asked().Match(text) is not { Success: true } asked)
        {
            return false;
        }

        var read = Given()
            .Matches(text[..asked.Index])
            .Where(m => m.Groups["items"].ValueSpan.SequenceEqual(asked.Groups["items"].ValueSpan))
            .TakeLast(MaxStatements)
            .Select(Statement)
            .ToList();

        // A conversation may repeat the problem or hold several: only the last sentence about each person counts.
        (statements, person) = ([.. read.GroupBy(s => s.Person).Select(g => g.Last())], asked.Groups["person"].Value);
        return statements.Count > 0;
    }

    private static string Sentence(WordStatement s, string items)
    {
        var number = s.Number.ToString(CultureInfo.InvariantCulture);
        return s.Relation switch
        {
            WordRelation.Given => $"{s.Person} has {number} {items}.",
            WordRelation.More => $"{s.Person} has {number} more {items} than {s.First}.",
            WordRelation.Fewer => $"{s.Person} has {number} fewer {items} than {s.First}.",
            WordRelation.Times => $"{s.Person} has {number} times as many {items} as {s.First}.",
            WordRelation.Share => $"{s.Person} has exactly 1/{number} as many {items} as {s.First}.",
            WordRelation.Together => $"{s.Person} has as many {items} as {s.First} and {s.Second} together.",
            _ => $"{s.Person} has as many {items} as {s.First} would keep after giving away as many as {s.Second} has.",
        };
    }

    private static WordStatement Statement(Match match)
    {
        var relation = match.Groups["how"].Value switch
        {
            "more " => WordRelation.More,
            "fewer " => WordRelation.Fewer,
            "times as many " => WordRelation.Times,
            _ when match.Groups["share"].Success => WordRelation.Share,
            _ when match.Groups["and"].Success => WordRelation.Together,
            _ when match.Groups["keep"].Success => WordRelation.Without,
            _ => WordRelation.Given,
        };
        var second = match.Groups["and"].Success ? match.Groups["and"].Value : match.Groups["keep"].Value;
        var isNumber = long.TryParse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return new WordStatement(match.Groups["p"].Value, relation, match.Groups["a"].Value, second, isNumber ? number : 0);
    }

    [GeneratedRegex(
        @"(?<p>[A-Z][a-z]+) has (?:(?<share>exactly 1/)?(?<n>\d{1,12}) )?(?<how>more |fewer |times as many |as many )?(?<items>[a-z]+)"
            + @"(?: (?:than|as) (?<a>[A-Z][a-z]+)(?: and (?<and>[A-Z][a-z]+) together"
            + @"| would keep after giving away as many as (?<keep>[A-Z][a-z]+) has)?)?\.",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Given();

    [GeneratedRegex(
        @"How many (?<items>[a-z]+) does (?<person>[A-Z][a-z]+) have\?",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Asked();
}
