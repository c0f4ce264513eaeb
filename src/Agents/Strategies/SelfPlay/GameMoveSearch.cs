using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.SelfPlay;

/// <summary>The choice of a move as a search space of depth 1: propose moves and evaluate each. A state is a move.</summary>
internal sealed class GameMoveSearch(IGame position) : ISearchSpace
{
    private const int Playouts = 24;

    /// <inheritdoc/>
    public int Depth => 1;

    /// <inheritdoc/>
    public string ProposePrompt(string state) => GameMovePrompts.Propose(position);

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadProposals(string state, string reply) =>
        [.. Chatter.ContentLines(PlainText.Of(reply)).Select(line => GameMoveProblem.FindLegalMove(position, line)).OfType<string>()];

    /// <inheritdoc/>
    public string ValuePrompt(string state) => GameMovePrompts.Value(position, state);

    /// <inheritdoc/>
    public double? ReadValue(string state, string reply) => GradeText.Score(reply);

    /// <summary>Returns the win rate of the moving player in 24 random playouts; deterministic for a position and move.</summary>
    public double OracleValue(string state)
    {
        var random = Seeds.Random(0, $"{position.Record} {state}");
        return Enumerable.Range(0, Playouts).Count(_ => Play(position.Apply(state), random) == position.Turn) / (double)Playouts;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ShapedProposals(string state, int count, Random random)
    {
        var moves = position.LegalMoves.ToArray();
        random.Shuffle(moves);
        return moves[..Math.Min(count, moves.Length)];
    }

    /// <inheritdoc/>
    public string? Answer(string state) => GameMoveProblem.FindLegalMove(position, state);

    private static int? Play(IGame game, Random random)
    {
        while (game.Winner is null)
        {
            game = game.Apply(game.LegalMoves[random.Next(game.LegalMoves.Count)]);
        }

        return game.Winner;
    }
}
