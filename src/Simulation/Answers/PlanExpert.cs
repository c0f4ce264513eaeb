using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies.LlmCompiler;
using AgentLoad.Agents.Strategies.OrchestratorWorkers;
using AgentLoad.Agents.Strategies.PlanAndExecute;
using AgentLoad.Agents.Strategies.Router;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Plans, splits, routes, joins and writes from reports. With skill s: each of n hops of a plan uses a wrong relation with probability (1 −
/// s) / n; of several reports it selects the most frequent answer with probability s, otherwise a random one; a difficulty estimate has an
/// error of up to 1 − s. An unknown kind of problem is planned as one step.
/// </summary>
internal sealed partial class PlanExpert : IExpert
{
    private const double MostOperations = 8;

    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        var text = exchange.Text;
        return CompilerPrompts.IsJoin(text) ? Join(text)
            : CompilerPrompts.IsPlan(text) ? PlanCalls(exchange)
            : PlanPrompts.TryReadPlan(text, out var steps) ? Lines(Steps(exchange, steps))
            : LeadPrompts.TryReadPlan(text, out var workers)
                ? Lines(
                    Enumerable.Repeat("Solve all of it on your own and report the answer.", Math.Min(workers, exchange.Random.Next(2, 5)))
                )
            : LeadPrompts.TryReadReports(text, out var reports) ? Write(exchange, reports)
            : RouterPrompts.IsRoutingPrompt(text) ? Route(exchange)
            : null;
    }

    private static IEnumerable<string> Steps(Exchange exchange, int most)
    {
        if (MultiHopPrompts.TryReadQuestion(exchange.Text, out var start, out var relations) && relations.Count <= most)
        {
            return Hops(exchange, relations).Select((relation, hop) => $"Who is the {relation} of {(hop == 0 ? start : $"${hop}")}?");
        }

        if (WordProblemPrompts.TryReadQuestion(exchange.Text, out var statements, out var person))
        {
            var items = Items().Match(exchange.Text).Groups[1].Value;
            return statements
                .Where(s => s.Relation != WordRelation.Given && s.Person != person)
                .Select(s => s.Person)
                .TakeLast(most - 1)
                .Append(person)
                .Select(p => $"How many {items} does {p} have?");
        }

        return ["Solve the problem."];
    }

    private static SimulatedReply? PlanCalls(Exchange exchange) =>
        MultiHopPrompts.TryReadQuestion(exchange.Text, out var start, out var relations)
            ? Lines(
                Hops(exchange, relations)
                    .Select(
                        (relation, hop) =>
                            "lookup("
                            + JsonSerializer.Serialize(
                                new Dictionary<string, string> { ["entity"] = hop == 0 ? start : $"${hop}", ["relation"] = relation }
                            )
                            + ")"
                    )
            )
            : null;

    private static SimulatedReply? Join(string text)
    {
        if (!MultiHopPrompts.TryReadQuestion(text, out _, out var relations))
        {
            return null;
        }

        var found = text.Split('\n')
            .Where(line => line.StartsWith("Observation: ", StringComparison.Ordinal))
            .Select(line => MultiHopPrompts.TryReadFact(line["Observation: ".Length..], out var name) ? name : "")
            .Where(name => name.Length > 0)
            .ToArray();
        return WorkedReply.Text(
            found.Length >= relations.Count
                ? $"The last call found the person.\nFinal Answer: {found[^1]}"
                : CompilerPrompts.WriteReplan("the chain is not complete")
        );
    }

    private static SimulatedReply? Write(Exchange exchange, IReadOnlyList<string> reports)
    {
        var answers = reports.Where(r => r.Length > 0 && r != "no result").ToArray();
        if (answers.Length == 0)
        {
            return null;
        }

        var common = answers.GroupBy(a => a, StringComparer.Ordinal).MaxBy(g => g.Count())!.Key;
        var answer = exchange.Chance(exchange.Skill) ? common : exchange.Pick(answers);
        return WorkedReply.Reply(exchange, false, [$"{answers.Length} of {reports.Count} agents report an answer."], answer);
    }

    private static SimulatedReply Route(Exchange exchange)
    {
        var thoughts =
            WordProblemPrompts.TryReadQuestion(exchange.Text, out var statements, out _)
                ? statements.Count(s => s.Relation != WordRelation.Given)
            : MultiHopPrompts.TryReadQuestion(exchange.Text, out _, out var relations) ? relations.Count
            : MostOperations / 2;
        var noise = ((2 * exchange.Random.NextDouble()) - 1) * (1 - exchange.Skill);
        return WorkedReply.Text(
            $"I count what must go right.\n{GradeText.WriteScore(Math.Clamp((thoughts / MostOperations) + noise, 0, 1))}"
        );
    }

    private static IEnumerable<string> Hops(Exchange exchange, IReadOnlyList<string> relations) =>
        relations.Select(relation =>
            exchange.Chance((1 - exchange.Skill) / relations.Count) ? exchange.Pick(EntityGraph.Relations) : relation
        );

    private static SimulatedReply Lines(IEnumerable<string> steps) =>
        WorkedReply.Text(string.Join('\n', steps.Select((step, at) => PlanText.Write(at + 1, step))));

    [GeneratedRegex(@"How many ([a-z]+) does [A-Z][a-z]+ have\?", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Items();
}
