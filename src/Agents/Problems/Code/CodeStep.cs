using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Problems.Code;

/// <summary>A step of a specification, as a description and as a function of the small language.</summary>
/// <param name="Kind">Index of the step template.</param>
/// <param name="Number">The parameter; 0 if the step has none.</param>
internal sealed partial record CodeStep(int Kind, int Number)
{
    // Description, body for the list l and the function name s, and range of the parameter. The last three return a number.
    private static readonly (string Words, string Body, int Least, int Most)[] Templates =
    [
        (
            "keep the numbers divisible by #",
            "if len(l) = 0 then [] else if first(l) % # = 0 then prepend(first(l), s(rest(l))) else s(rest(l))",
            2,
            5
        ),
        (
            "keep the numbers greater than #",
            "if len(l) = 0 then [] else if first(l) > # then prepend(first(l), s(rest(l))) else s(rest(l))",
            -5,
            5
        ),
        ("multiply every number by #", "if len(l) = 0 then [] else prepend(first(l) * #, s(rest(l)))", 2, 9),
        ("add # to every number", "if len(l) = 0 then [] else prepend(first(l) + #, s(rest(l)))", 1, 20),
        (
            "keep every second number, beginning with the first",
            "if len(l) = 0 then [] else prepend(first(l), if len(l) = 1 then [] else s(rest(rest(l))))",
            0,
            0
        ),
        ("drop the first number, if there is one", "if len(l) = 0 then [] else rest(l)", 0, 0),
        ("replace every number by its remainder when divided by #", "if len(l) = 0 then [] else prepend(first(l) % #, s(rest(l)))", 3, 12),
        ("give the sum of the numbers plus #", "if len(l) = 0 then # else first(l) + s(rest(l))", 0, 9),
        ("give how many numbers there are, times #", "len(l) * #", 1, 9),
        ("give the sum of the squares of the numbers, minus #", "if len(l) = 0 then -# else first(l) * first(l) + s(rest(l))", 0, 9),
    ];

    private const int FirstEnd = 7;

    /// <summary>The description.</summary>
    public string Description => FillTemplate(Templates[Kind].Words);

    /// <summary>Draws a step that returns a list, or a last step, which returns a number.</summary>
    public static CodeStep Draw(bool isEnd, Random random)
    {
        var kind = isEnd ? random.Next(FirstEnd, Templates.Length) : random.Next(FirstEnd);
        return new CodeStep(kind, random.Next(Templates[kind].Least, Templates[kind].Most + 1));
    }

    /// <summary>Parses the description of a step; null if the text is not one.</summary>
    public static CodeStep? Read(string words)
    {
        var form = NumberPattern().Replace(words, "#", 1);
        var kind = Array.FindIndex(Templates, t => t.Words == form || t.Words == words);
        if (kind < 0)
        {
            return null;
        }

        var number =
            form != words && Templates[kind].Words == form
                ? int.Parse(NumberPattern().Match(words).ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
                : 0;
        return new CodeStep(kind, number);
    }

    /// <summary>True if the step returns a number.</summary>
    public bool IsEnd => Kind >= FirstEnd;

    /// <summary>Returns the step as a function with the given name.</summary>
    public string Function(string name) =>
        $"{name}(l) = {FillTemplate(Templates[Kind].Body).Replace("s(", $"{name}(", StringComparison.Ordinal)}";

    private string FillTemplate(string template) =>
        template.Replace("#", Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [GeneratedRegex(@"-?\b[0-9]{1,3}\b", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
