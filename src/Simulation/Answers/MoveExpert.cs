using AgentLoad.Agents.Driving;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies.SelfPlay;

namespace AgentLoad.Simulation.Answers;

/// <summary>Plays a game for two as one who knows the rules and nothing else: any legal move, and any judgement, whatever the skill.</summary>
internal sealed class MoveExpert : IExpert
{
    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (!MovePrompts.TryReadMoves(exchange.Text, out var moves))
            return null;
        if (MovePrompts.IsValue(exchange.Text))
            return Worked.Text($"It gains a little ground.\n{GradeText.WriteScore(exchange.Random.NextDouble())}");
        return Worked.Text(MovePrompts.IsPropose(exchange.Text)
            ? string.Join('\n', moves.OrderBy(_ => exchange.Random.Next()).Take(5))
            : $"This keeps my chain together.\n{AnswerLine.Write(exchange.Pick(moves))}");
    }
}
