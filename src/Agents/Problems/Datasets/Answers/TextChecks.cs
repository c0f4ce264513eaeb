using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Datasets.Answers;

/// <summary>The answer equals the expected text, ignoring case, spacing, surrounding quotes and a final period.</summary>
internal class ExactCheck : AnswerCheck
{
    /// <inheritdoc/>
    public override string Form => "<answer>";

    /// <inheritdoc/>
    public override string? Expect(string text) => Normalize(PlainText.Of(text));

    /// <inheritdoc/>
    public override string? Read(string reply) => AnswerText.Read(reply, Normalize, Normalize);

    /// <inheritdoc/>
    public override bool IsCorrect(string answer, string expected) => Normalize(answer) == expected;

    /// <inheritdoc/>
    public override string Wrong(string expected, Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"other answer {random.Next(1, 1000)}");

    /// <summary>Returns the first line in the form that is compared; null if it is empty.</summary>
    protected static string? Normalize(string text)
    {
        var line = text.Trim().Split('\n', 2)[0].Trim(' ', '\r', '\t', '"', '\'', '`', '“', '”', Latex.BoxStart, Latex.BoxEnd);
        line = string.Join(' ', line.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? null : line.ToLowerInvariant();
    }
}

/// <summary>The answer contains the expected text, ignoring case and spacing.</summary>
internal sealed class ContainsCheck : ExactCheck
{
    /// <inheritdoc/>
    public override bool IsCorrect(string answer, string expected) =>
        Normalize(answer) is { } text && text.Contains(expected, StringComparison.Ordinal);
}

/// <summary>The answer is the expected number; units, grouping and words around it are ignored.</summary>
internal sealed class NumberCheck : AnswerCheck
{
    /// <inheritdoc/>
    public override string Form => "<number>";

    /// <inheritdoc/>
    public override string? Expect(string text) => NumberText.Read(PlainText.Of(text));

    /// <inheritdoc/>
    public override string? Read(string reply) => AnswerText.Read(reply, NumberText.Read, ReadClosing);

    /// <inheritdoc/>
    public override bool IsCorrect(string answer, string expected) => NumberText.Read(answer) == expected;

    /// <inheritdoc/>
    public override string Wrong(string expected, Random random) =>
        decimal.TryParse(expected, CultureInfo.InvariantCulture, out var number) && decimal.Abs(number) < 1_000_000_000_000m
            ? NumberText.Read((number + random.Next(1, 10)).ToString(CultureInfo.InvariantCulture))!
            : random.Next(1, 1000).ToString(CultureInfo.InvariantCulture);

    private static string? ReadClosing(string line) =>
        line[^1] is '=' or '?' or ':' || !line.Any(char.IsAsciiDigit) ? null : NumberText.Read(line);
}

/// <summary>The answer is the label of the expected choice ("B").</summary>
internal sealed partial class ChoiceCheck : AnswerCheck
{
    /// <inheritdoc/>
    public override string Form => "<letter>";

    /// <inheritdoc/>
    public override string? Expect(string text) => Label(text);

    /// <inheritdoc/>
    public override string? Read(string reply) => AnswerText.Read(reply, Label, Label);

    /// <inheritdoc/>
    public override bool IsCorrect(string answer, string expected) => Label(answer) == expected;

    /// <inheritdoc/>
    public override string Wrong(string expected, Random random) =>
        char.IsAsciiDigit(expected[0])
            ? (int.Parse(expected, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)
            : ((char)('A' + ((expected[0] - 'A' + random.Next(1, 4)) % 26))).ToString();

    private static string? Label(string text) => Start().Match(text) is { Success: true } match ? match.Groups["label"].Value : null;

    [GeneratedRegex(
        @"^[\W_]{0,8}(?:(?:option|choice)\s{1,3})?[(\[]?(?<label>[A-Z]|[0-9]{1,2})(?![\w'’]|[ ](?!is\b)[a-z])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Start();
}

/// <summary>The expected answer is a regular expression that a part of the answer matches.</summary>
internal sealed class RegexCheck : AnswerCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public override string Form => "<answer>";

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Returns the pattern.</summary>
    /// <exception cref="FormatException">The pattern is not a regular expression.</exception>
    public override string? Expect(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.CultureInvariant, Timeout);
            return text;
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"has a pattern that is not a regular expression: {error.Message}", error);
        }
    }

    /// <summary>Returns the stated answer; the whole reply if it states none.</summary>
    public override string? Read(string reply) =>
        AnswerText.ReadLine(reply) ?? (PlainText.WithoutMarkdown(reply) is { Length: > 0 } text ? text : null);

    /// <summary>Returns true for a match; false if there is none or matching takes longer than 200 ms.</summary>
    public override bool IsCorrect(string answer, string expected)
    {
        try
        {
            return Regex.IsMatch(answer, expected, RegexOptions.CultureInvariant, Timeout);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
