using System.Text.Json;
using AgentLoad.Agents.Problems.MultiHop;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Follows the relations of a question by lookups, natively or in text. With skill s and n hops, each hop uses a wrong relation with
/// probability (1 − s) / n and continues from the result. Without tools it guesses a name.
/// </summary>
internal sealed class MultiHopExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (!MultiHopPrompts.TryReadQuestion(exchange.Text, out var chains))
        {
            return null;
        }

        var lookup = exchange.Tool("lookup");
        var isNative = lookup is not null;
        if (!isNative && !exchange.IsReAct)
        {
            return WorkedReply.Reply(
                exchange,
                false,
                ["I have no way to look this up, so I guess."],
                string.Join(", ", chains.Select(_ => EntityGraph.DrawName(exchange.Random)))
            );
        }

        var facts = new Queue<string>(
            exchange
                .Observations.Select(text => MultiHopPrompts.TryReadFact(text, out var found) ? found : "")
                .Where(found => found.Length > 0)
        );
        var ends = new List<string>();
        foreach (var chain in chains)
        {
            var person = chain.Start;
            foreach (var relation in chain.Relations)
            {
                if (!facts.TryDequeue(out var found))
                {
                    return Lookup(exchange, lookup, person, relation, chains.Sum(c => c.Relations.Count));
                }

                person = found;
            }

            ends.Add(person);
        }

        return WorkedReply.Text($"{(isNative ? "" : "Thought: That was the last step.\n")}Final Answer: {string.Join(", ", ends)}");
    }

    private static SimulatedReply Lookup(Exchange exchange, string? native, string person, string right, int hops)
    {
        var isSlip = exchange.Chance((1 - exchange.Skill) / hops);
        var relation = isSlip ? exchange.Pick(EntityGraph.Relations) : right;
        var arguments = JsonSerializer.Serialize(new Dictionary<string, string> { ["entity"] = person, ["relation"] = relation });
        return native is not null
            ? new SimulatedReply("", "", [new($"call_{exchange.Random.NextInt64():x16}", native, arguments)])
            : WorkedReply.Text($"Thought: I need the {relation} of {person}.\nAction: lookup[{arguments}]");
    }
}
