using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems.Code.Language;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Code;

/// <summary>The specification of a program, with a reference program and tests. The tests are derived from the steps.</summary>
internal sealed partial class CodeSpecification
{
    private const int Visible = 3;
    private const int MaxSteps = 12;
    private const string Language =
        "The language: a program is one line of functions separated by \";\", such as: "
        + "total(l) = if len(l) = 0 then 0 else first(l) + total(rest(l)); f(l) = total(l) * 2\n"
        + "It has whole numbers, lists [1, 2], + - * / % = != < <= > >=, and, or, not, if ... then ... else ..., "
        + "len(l), first(l), rest(l), prepend(x, l) and calls. Division and remainder round down.";
    private const string Intro = "Write a function f(l) of a list of whole numbers in this tiny language. Do these steps in order:";

    /// <summary>Creates a specification.</summary>
    /// <param name="steps">The steps; only the last one returns a number.</param>
    /// <param name="hidden">Number of hidden tests.</param>
    public CodeSpecification(IReadOnlyList<CodeStep> steps, int hidden)
    {
        Steps = steps;
        var calls = Enumerable.Range(0, steps.Count).Aggregate("l", (inner, at) => $"s{at + 1}({inner})");
        Reference = string.Join(
            "; ",
            [.. steps.Select((s, at) => s.Function(string.Create(CultureInfo.InvariantCulture, $"s{at + 1}"))), $"f(l) = {calls}"]
        );
        var random = Seeds.Random(1, string.Join('\n', steps.Select(s => s.Description)));
        Tests = [.. Enumerable.Range(0, Visible + hidden).Select(at => Test(at == Visible ? 0 : random.Next(3, 9), random))];
    }

    /// <summary>The steps.</summary>
    public IReadOnlyList<CodeStep> Steps { get; }

    /// <summary>The reference program.</summary>
    public string Reference { get; }

    /// <summary>
    /// Inputs with the outputs of the reference program. The first three are visible; one of the others is the empty list.
    /// </summary>
    public IReadOnlyList<(Value Input, Value Output)> Tests { get; }

    /// <summary>The question.</summary>
    public string Question =>
        $"""
            {Intro}
            {string.Join('\n', Steps.Select((s, at) => string.Create(CultureInfo.InvariantCulture, $"{at + 1}. {s.Description}")))}
            {Language}
            Examples: {string.Join("; ", Tests.Take(Visible).Select(t => $"f({t.Input}) = {t.Output}"))}
            """;

    /// <summary>Returns the fraction of tests that a program passes, from 0 to 1.</summary>
    public double Passed(string text)
    {
        if (!Program.TryRead(text, out var program, out _) || !program!.Has("f", 1))
        {
            return 0;
        }

        return Tests.Count(t => program.TryRun("f", [t.Input], out var output, out _) && output.Equals(t.Output)) / (double)Tests.Count;
    }

    /// <summary>Parses the last specification of a text; null if there is none. Never throws.</summary>
    public static CodeSpecification? Read(string text)
    {
        var start = text.LastIndexOf(Intro, StringComparison.Ordinal);
        var steps = new List<CodeStep>();
        foreach (var line in start < 0 ? [] : text[start..].Split('\n', MaxSteps + 3).Skip(1).Take(MaxSteps))
        {
            if (StepLine().Match(line) is not { Success: true } match || CodeStep.Read(match.Groups[1].Value) is not { } step)
            {
                break;
            }

            steps.Add(step);
        }

        return steps.Count > 0 && steps[^1].IsEnd && steps.Count(s => s.IsEnd) == 1 ? new CodeSpecification(steps, 10) : null;
    }

    private (Value Input, Value Output) Test(int length, Random random)
    {
        var input = Value.Of(Enumerable.Range(0, length).Select(_ => (long)random.Next(-20, 41)).ToArray());
        return Program.TryRead(Reference, out var program, out var error) && program!.TryRun("f", [input], out var output, out error)
            ? (input, output)
            : throw new InvalidOperationException($"The reference program failed: {error}");
    }

    [GeneratedRegex(@"^[0-9]{1,2}\. (.{5,80}?)\r?$", RegexOptions.CultureInvariant)]
    private static partial Regex StepLine();
}
