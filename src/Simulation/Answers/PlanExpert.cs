using System.Text.Json;
using System.Text.RegularExpressions;
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
        if (MultiHopPrompts.TryReadQuestion(exchange.Text, out var chains) && chains is [var only] && only.Relations.Count <= most)
        {
            return Hops(exchange, chains).Select(hop => $"Who is the {hop.Relation} of {hop.Entity}?");
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
        MultiHopPrompts.TryReadQuestion(exchange.Text, out var chains)
            ? Lines(
                Hops(exchange, chains)
                    .Select(hop =>
                        "lookup("
                        + JsonSerializer.Serialize(new Dictionary<string, string> { ["entity"] = hop.Entity, ["relation"] = hop.Relation })
                        + ")"
                    )
            )
            : null;

    private static SimulatedReply? Join(string text)
    {
        if (!MultiHopPrompts.TryReadQuestion(text, out var chains))
        {
            return null;
        }

        var found = text.Split('\n')
            .Where(line => line.StartsWith("Observation: ", StringComparison.Ordinal))
            .Select(line => MultiHopPrompts.TryReadFact(line["Observation: ".Length..], out var name) ? name : "")
            .Where(name => name.Length > 0)
            .ToArray();
        var hops = chains.Sum(chain => chain.Relations.Count);
        if (found.Length < hops)
        {
            return WorkedReply.Text(CompilerPrompts.WriteReplan("the chain is not complete"));
        }

        // The lookups of the last plan are in the order of the chains.
        var end = found.Length - hops - 1;
        var people = chains.Select(chain => found[end += chain.Relations.Count]);
        return WorkedReply.Text($"The last call found the person.\nFinal Answer: {string.Join(", ", people)}");
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
            : MultiHopPrompts.TryReadQuestion(exchange.Text, out var chains) ? chains.Sum(chain => chain.Relations.Count)
            : MostOperations / 2;
        var noise = ((2 * exchange.Random.NextDouble()) - 1) * (1 - exchange.Skill);
        return WorkedReply.Text(
            $"I count what must go right.\n{GradeText.WriteScore(Math.Clamp((thoughts / MostOperations) + noise, 0, 1))}"
        );
    }

    /// <summary>Returns the lookups of all chains; an entity that an earlier lookup finds is "$n".</summary>
    private static IEnumerable<(string Entity, string Relation)> Hops(Exchange exchange, IReadOnlyList<Chain> chains)
    {
        var (number, hops) = (0, chains.Sum(chain => chain.Relations.Count));
        foreach (var chain in chains)
        {
            for (var hop = 0; hop < chain.Relations.Count; hop++, number++)
            {
                var isSlip = exchange.Chance((1 - exchange.Skill) / hops);
                yield return (hop == 0 ? chain.Start : $"${number}", isSlip ? exchange.Pick(EntityGraph.Relations) : chain.Relations[hop]);
            }
        }
    }

    private static SimulatedReply Lines(IEnumerable<string> steps) =>
        WorkedReply.Text(string.Join('\n', steps.Select((step, at) => PlanText.Write(at + 1, step))));

    [GeneratedRegex(@"How many ([a-z]+) does [A-Z][a-z]+ have\?", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Items();
}
