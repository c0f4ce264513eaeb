using System.Globalization;
using AgentLoad.Agents.Problems.WordProblems;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Works out word problems. With skill s and n operations: each operation is right with probability 1 − (1 − s) / n when worked out
/// step by step, so that the whole is right with about s; in one go, with s each, so that long problems fail.
/// </summary>
internal sealed class WordProblemExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (!WordProblemPrompts.TryReadQuestion(exchange.Text, out var statements, out var person))
            return null;
        var isDirect = WordProblemPrompts.IsDirect(exchange.Text);
        var operations = Math.Max(1, statements.Count(s => s.Relation != WordRelation.Given));
        var right = isDirect ? exchange.Skill : 1 - ((1 - exchange.Skill) / operations);
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var statement in statements)
        {
            var figures = statement.Figures(known);
            var value = statement.Evaluate(known) ?? 0;
            if (statement.Relation != WordRelation.Given && !exchange.Chance(right))
                value += exchange.Random.Next(1, 10);
            known[statement.Person] = value;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{statement.Person}: {figures} = {value}"));
        }

        return Worked.Reply(exchange, isDirect, lines, known.GetValueOrDefault(person).ToString(CultureInfo.InvariantCulture));
    }
}
