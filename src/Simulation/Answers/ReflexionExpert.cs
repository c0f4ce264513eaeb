using AgentLoad.Agents.Strategies.Reflexion;

namespace AgentLoad.Simulation.Answers;

/// <summary>Answers the prompts of a Reflexion agent: an action without a thought, or a reflection on a failure.</summary>
internal sealed class ReflexionExpert : IExpert
{
    private static readonly string[] Actions = ["Action:", "Final Answer:"];

    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (exchange.Last.EndsWith(ReflexionPrompts.Reflect, StringComparison.Ordinal))
        {
            return WorkedReply.Text(
                "One of my steps was wrong and all that followed built on it. Next time I check each step before I go on."
            );
        }

        if (!exchange.Last.EndsWith(ReflexionPrompts.Act, StringComparison.Ordinal) || Solvers.Solve(exchange) is not { } reply)
        {
            return null;
        }

        var at = Actions.Max(action => reply.Text.LastIndexOf(action, StringComparison.Ordinal));
        return at < 0 ? reply : reply with { Text = reply.Text[at..] };
    }
}
