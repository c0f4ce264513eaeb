using System.Globalization;
using AgentLoad.Agents.Problems.WordProblems;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Solves word problems. With skill s and n operations: step by step, each operation is correct with probability 1 − (1 − s) / n, so the
/// whole is correct with about s; answered directly, each is correct with probability s, so long problems fail.
/// </summary>
internal sealed class WordProblemExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (!WordProblemPrompts.TryReadQuestion(exchange.Text, out var statements, out var person))
        {
            return null;
        }

        if (exchange.HasTool("calculate"))
        {
            return Calculate(exchange, statements, person);
        }

        var isDirect = WordProblemPrompts.IsDirect(exchange.Text);
        var operations = Math.Max(1, statements.Count(s => s.Relation != WordRelation.Given));
        var right = isDirect ? exchange.Skill : 1 - ((1 - exchange.Skill) / operations);
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var statement in statements)
        {
            var figures = statement.FormatCalculation(known);
            var value = statement.Evaluate(known) ?? 0;
            if (statement.Relation != WordRelation.Given && !exchange.Chance(right))
            {
                value += exchange.Random.Next(1, 10);
            }

            known[statement.Person] = value;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{statement.Person}: {figures} = {value}"));
        }

        return WorkedReply.Reply(exchange, isDirect, lines, known.GetValueOrDefault(person).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Writes one calculation per reply; each is wrong with probability (1 − s) / n. Results of the calculator are accepted.
    /// </summary>
    private static SimulatedReply Calculate(Exchange exchange, IReadOnlyList<WordStatement> statements, string person)
    {
        var said = new Queue<long>(
            exchange
                .Observations.Select(o =>
                    long.TryParse(o.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : (long?)null
                )
                .OfType<long>()
        );
        var operations = Math.Max(1, statements.Count(s => s.Relation != WordRelation.Given));
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            var value = statement.Number;
            if (statement.Relation != WordRelation.Given && !said.TryDequeue(out value))
            {
                var figures = statement.FormatCalculation(known) + (exchange.Chance((1 - exchange.Skill) / operations) ? " + 1" : "");
                return WorkedReply.Action(exchange, $"I need what {statement.Person} has.", "calculate", new { expression = figures });
            }

            known[statement.Person] = value;
        }

        return WorkedReply.Reply(
            exchange,
            false,
            ["That was the last sum."],
            known.GetValueOrDefault(person).ToString(CultureInfo.InvariantCulture)
        );
    }
}
