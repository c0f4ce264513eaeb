using System.Text.RegularExpressions;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Finds the expression of a statement such as "(10 - 4) * 4 = 6 * 4 = 24, which uses each number once".</summary>
internal static partial class ExpressionText
{
    /// <summary>Returns the first expression of two or more numbers in a line; null if there is none. Never throws.</summary>
    public static Expression? Find(string line) => Candidates(line).Select(Parse).FirstOrDefault(expression => expression is not null);

    /// <summary>Returns the text of <see cref="Find"/> as the model wrote it, with the claim "= 24" if there is one.</summary>
    public static string? FindText(string line) =>
        Candidates(line).Where(candidate => Parse(candidate) is not null).Select(WithClaim).FirstOrDefault();

    /// <summary>Returns the expression of a line that has no other expression; null if there is none or several. Never throws.</summary>
    public static Expression? FindOnly(string line) =>
        Candidates(line).Select(Parse).OfType<Expression>().ToArray() is [var only] ? only : null;

    private static IEnumerable<string> Candidates(string line) =>
        Run()
            .Matches(line.Trim(Latex.BoxStart, Latex.BoxEnd))
            .Select(run => run.Value.Trim())
            .Where(run => run.AsSpan().ContainsAny("+-*/xX"));

    /// <summary>Parses the first side of an equation that is an expression.</summary>
    private static Expression? Parse(string equation) =>
        equation.Split('=').Select(ExpressionParser.Parse).FirstOrDefault(side => side?.Left is not null);

    private static string WithClaim(string equation)
    {
        var sides = equation.Split('=', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var expression = sides.First(side => ExpressionParser.Parse(side)?.Left is not null);
        return sides.Length > 1 && Rational.TryParse(sides[^1].TrimEnd('.'), out _)
            ? $"{expression} = {sides[^1].TrimEnd('.')}"
            : expression;
    }

    // The characters of an expression; "x" multiplies only between operands.
    [GeneratedRegex(@"[(\[{]*[0-9](?:[0-9+\-*/()\[\]{}= ]|(?<=[0-9) ])[xX](?=[ 0-9(])){0,399}", RegexOptions.CultureInvariant)]
    private static partial Regex Run();
}
