using AgentLoad.Agents.Problems;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Answers every problem that its words tell in full. With skill s and n things to get right: each goes right with
/// probability 1 − (1 − s) / 8 where the model reasons and 1 − (1 − s) / 2 where it answers at once, so that long problems fail more
/// often, and more so without reasoning.
/// </summary>
internal sealed class ProblemExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (ProblemReader.Read(exchange.Text) is not { } problem)
            return null;
        var isDirect = PromptParts.IsDirect(exchange.Text);
        var isRight = exchange.Chance(Chance(exchange.Skill, problem.Thoughts, isDirect));
        return Worked.Reply(exchange, isDirect, ["I go through it part by part.", "Then I check what I have."], problem.ShapedAnswer(isRight, exchange.Random));
    }

    /// <summary>Probability that all goes right.</summary>
    internal static double Chance(double skill, int thoughts, bool isDirect) => Math.Pow(1 - ((1 - skill) / (isDirect ? 2 : 8)), thoughts);
}
