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
        if (!MultiHopPrompts.TryReadQuestion(exchange.Text, out var person, out var relations))
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
                EntityGraph.DrawName(exchange.Random)
            );
        }

        var hop = 0;
        foreach (var observation in exchange.Observations)
        {
            if (MultiHopPrompts.TryReadFact(observation, out var found))
            {
                (hop, person) = (hop + 1, found);
            }
        }

        if (hop >= relations.Count)
        {
            return WorkedReply.Text($"{(isNative ? "" : "Thought: That was the last step.\n")}Final Answer: {person}");
        }

        var isSlip = exchange.Chance((1 - exchange.Skill) / relations.Count);
        var relation = isSlip ? exchange.Pick(EntityGraph.Relations) : relations[hop];
        var arguments = JsonSerializer.Serialize(new Dictionary<string, string> { ["entity"] = person, ["relation"] = relation });
        var thought = $"I need the {relation} of {person}.";
        return isNative
            ? new SimulatedReply("", "", [new($"call_{exchange.Random.NextInt64():x16}", lookup!, arguments)])
            : WorkedReply.Text($"Thought: {thought}\nAction: lookup[{arguments}]");
    }
}
