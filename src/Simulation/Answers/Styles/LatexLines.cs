using System.Text.RegularExpressions;

namespace AgentLoad.Simulation.Answers.Styles;

/// <summary>Writes values and formulas in LaTeX.</summary>
internal static partial class LatexLines
{
    /// <summary>Writes a line in one of several forms.</summary>
    public static string Of(ReplyLine line, Random random) =>
        line.Kind switch
        {
            LineKind.Answer or LineKind.FinalAnswer when Program().IsMatch(line.Value) => $"{line.Label}: `{line.Value}`",
            LineKind.Answer or LineKind.FinalAnswer => random.Next(3) switch
            {
                0 => $"{line.Label}: $\\boxed{{{Value(line.Value)}}}$",
                1 => $"**{line.Label}:**\n\\[\n\\boxed{{{Value(line.Value)}}}\n\\]",
                _ => $"{line.Label}: \\({Value(line.Value)}\\)",
            },
            LineKind.Score => random.Next(2) == 0 ? $"Score: $\\boxed{{{line.Value}}}$" : $"Score: $\\frac{{{line.Value}}}{{10}}$",
            LineKind.Verdict => $"Verdict: $\\boxed{{\\text{{{line.Value}}}}}$",
            LineKind.Vote => $"The best choice is $\\boxed{{{line.Value}}}$",
            LineKind.State => $"$\\boxed{{\\text{{{line.Value}}}}}$",
            LineKind.Working when Formula().IsMatch(line.Text) => Formula()
                .Replace(line.Text, formula => $"\\({Formulas(formula.Value)}\\)"),
            _ => line.Text,
        };

    private static string Value(string value) => Letters().IsMatch(value) ? $"\\text{{{value}}}" : Formulas(value);

    private static string Formulas(string text) =>
        text.Replace("*", "\\times", StringComparison.Ordinal)
            .Replace("/", "\\div", StringComparison.Ordinal)
            .Replace("(", "\\left(", StringComparison.Ordinal)
            .Replace(")", "\\right)", StringComparison.Ordinal);

    [GeneratedRegex("[A-Za-z]{2}|^[A-Za-z]", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();

    [GeneratedRegex(@"\w\(\w*\) = ", RegexOptions.CultureInvariant)]
    private static partial Regex Program();

    [GeneratedRegex(@"(?<![\w/])-?[0-9][0-9/]*(?: [-+*/] -?[0-9][0-9/]*)+ = -?[0-9][0-9/]*", RegexOptions.CultureInvariant)]
    private static partial Regex Formula();
}
