using AgentLoad.Agents.Problems.Hex;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies.SelfPlay;

namespace AgentLoad.Simulation.Answers;

/// <summary>
/// Plays a two-player game. With probability s it evaluates a few moves by random playouts and selects, ranks or scores moves by their
/// wins; otherwise it selects a random legal move. If it cannot parse the position, it plays without skill.
/// </summary>
internal sealed class MoveExpert : IExpert
{
    private const int SampledMoves = 6;

    /// <inheritdoc/>
    public SimulatedReply? TryAnswer(Exchange exchange)
    {
        if (!GameMovePrompts.TryReadMoves(exchange.Text, out var moves))
        {
            return null;
        }

        var search =
            exchange.Chance(exchange.Skill) && HexProblem.Read(exchange.Text) is { Game: { } game } problem
                ? new GameMoveProblem(problem, game).Search
                : null;
        if (GameMovePrompts.IsValue(exchange.Text))
        {
            var move = GameMovePrompts.ReadJudged(exchange.Text);
            var score = search is not null && moves.Contains(move) ? search.OracleValue(move) : exchange.Random.NextDouble();
            return WorkedReply.Text($"It gains a little ground.\n{GradeText.WriteScore(score)}");
        }

        var drawn = moves.OrderBy(_ => exchange.Random.Next()).Take(SampledMoves).ToArray();
        var ordered = search is null ? drawn : [.. drawn.OrderByDescending(search.OracleValue)];
        return WorkedReply.Text(
            GameMovePrompts.IsPropose(exchange.Text)
                ? string.Join('\n', ordered.Take(5))
                : $"This keeps my chain together.\n{AnswerText.Write(ordered[0])}"
        );
    }
}
