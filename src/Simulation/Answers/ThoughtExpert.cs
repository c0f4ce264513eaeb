using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies.Search;
using AgentLoad.Inference;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Solves problems step by step for tree searches in text. With skill s: a step of a word problem is correct with probability 1 − (1 − s) /
/// 2, each alternative independently; a judgement is correct with probability s; a step is carried out with probability 1 − (1 − s) / 4,
/// otherwise the reply contains none. For a problem without known steps it writes only the answer.
/// </summary>
internal sealed partial class ThoughtExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        var ask = exchange.Prompt.Messages.LastOrDefault(m => m.Role == ChatRole.User)?.Content ?? "";
        if (Mark(ask, ThoughtPrompts.CarryMark) is { } carried)
        {
            return WorkedReply.Text(exchange.Chance((1 - exchange.Skill) / 4) ? "" : carried.Trim());
        }

        if (ask.Contains(ThoughtPrompts.ReflectMark, StringComparison.Ordinal))
        {
            return WorkedReply.Text("I did not check each step before I built on it. Next time I compare two ways before I go on.");
        }

        var isLast = ask.Contains(ThoughtPrompts.LastMark, StringComparison.Ordinal);
        var isNext = isLast || ask.Contains(ThoughtPrompts.StepMark, StringComparison.Ordinal);
        if (!isNext && !ask.Contains(ThoughtPrompts.JudgeMark, StringComparison.Ordinal))
        {
            return null;
        }

        var path = string.Join(
            '\n',
            exchange
                .Prompt.Messages.Where(m => m.Role == ChatRole.Assistant)
                .Select(m => m.Content)
                .Prepend(Mark(ask, PromptParts.SoFarMark) ?? "")
        );
        if (WordProblemPrompts.TryReadQuestion(exchange.Text, out var statements, out var person))
        {
            return isNext ? Next(exchange, statements, person, path, isLast, ask) : Judge(exchange, IsCorrect(statements, person, path));
        }

        if (ProblemReader.Read(exchange.Text) is not { } problem)
        {
            return null;
        }

        return isNext
            ? WorkedReply.Text(
                AnswerText.Write(
                    problem.ShapedAnswer(exchange.Chance(ProblemExpert.Chance(exchange.Skill, problem, isDirect: false)), exchange.Random)
                )
            )
            : Judge(exchange, problem.ExtractAnswer(path) is not { } answer || problem.Verify(answer) == true);
    }

    private static string? Mark(string text, string mark)
    {
        var at = text.LastIndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? null : text[(at + mark.Length)..];
    }

    private static SimulatedReply Judge(Exchange exchange, bool isRight) =>
        WorkedReply.Text(
            "I check the steps one by one.\n"
                + $"{(isRight == exchange.Chance(exchange.Skill) ? exchange.Chance(0.5) ? "sure" : "likely" : "impossible")}"
        );

    private static SimulatedReply Next(
        Exchange exchange,
        IReadOnlyList<WordStatement> statements,
        string person,
        string path,
        bool isLast,
        string ask
    )
    {
        var known = Known(path);
        var wanted = Width().Match(ask) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 1;
        var lines = new HashSet<string>();
        foreach (var statement in statements.Where(s => !known.ContainsKey(s.Person)))
        {
            for (var i = 0; i < (isLast ? 1 : wanted); i++)
            {
                lines.Add($"{statement.Person}: {statement.FormatCalculation(known)} = {Text(Value(exchange, statement, known))}");
            }

            if (!isLast)
            {
                return WorkedReply.Text(string.Join('\n', lines));
            }

            known[statement.Person] = Value(exchange, statement, known);
        }

        return WorkedReply.Text(AnswerText.Write(Text(known.GetValueOrDefault(person))));
    }

    private static long Value(Exchange exchange, WordStatement statement, Dictionary<string, long> known)
    {
        var isRight = statement.Relation == WordRelation.Given || exchange.Chance(1 - ((1 - exchange.Skill) / 2));
        return (statement.Evaluate(known) ?? 0) + (isRight ? 0 : exchange.Random.Next(1, 10));
    }

    /// <summary>Returns true if every step, and the answer if there is one, is correct.</summary>
    private static bool IsCorrect(IReadOnlyList<WordStatement> statements, string person, string path)
    {
        var truth = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            truth[statement.Person] = statement.Evaluate(truth) ?? 0;
        }

        return Known(path).All(k => truth.TryGetValue(k.Key, out var value) && value == k.Value)
            && (AnswerText.ReadLine(path) is not { } answer || answer == Text(truth.GetValueOrDefault(person)));
    }

    private static Dictionary<string, long> Known(string path)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (Match step in Step().Matches(path))
        {
            if (long.TryParse(step.Groups["value"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            {
                known[step.Groups["person"].Value] = value;
            }
        }

        return known;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<person>[A-Z][a-z]+): [^\n=]*= (?<value>-?\d{1,18})\s*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"up to (\d{1,4}) different possible next steps", RegexOptions.CultureInvariant)]
    private static partial Regex Width();
}
