using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Strategies.SelfPlay;

/// <summary>
/// Self-play: two players, each with a separate strategy, play a game to the end; the answer is the record of the game (game search as in
/// Jones 2021, Scaling Scaling Laws with Board Games, arXiv 2104.03113, which plays Hex). Calls = Σ over the moves of the player's
/// strategy; moves are sequential. A player that returns no legal move retries; if all attempts fail, the game ends without an answer.
/// </summary>
/// <param name="first">Strategy of the first player.</param>
/// <param name="second">Strategy of the second player.</param>
/// <param name="tries">Maximum number of attempts per move.</param>
internal sealed class SelfPlayStrategy(IStrategy first, IStrategy second, int tries) : IStrategy
{
    private static readonly string[] RoleNames = ["first", "second"];

    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "self-play",
            "Two players play a game and search for each move; solved if the first player wins.",
            "calls = Σ over the moves of the player's strategy (≤ tries attempts per move), moves are sequential",
            "Jones 2021, Scaling Scaling Laws with Board Games, arXiv 2104.03113",
            [
                new Parameter("first", ParameterKind.Strategy, Search(), "Strategy of the first player; role first."),
                new Parameter("second", ParameterKind.Strategy, Search(), "Strategy of the second player; role second."),
                new Parameter("tries", ParameterKind.Integer, 3L, "Maximum number of attempts per move.") { Min = 1, Max = 100 },
            ],
            s => new SelfPlayStrategy(s.Strategy("first"), s.Strategy("second"), s.Integer("tries"))
        )
        {
            Roles = static _ => RoleNames,
            FindIncompatibility = problem => problem.Game is null ? "self-play requires a two-player game problem, such as hex" : null,
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var game = session.Problem.Game ?? throw new InvalidOperationException(Entry.FindIncompatibility!(session.Problem));
        var (after, uses) = ((IReadOnlyList<int>)[], (IReadOnlyList<int>)[]);
        for (var move = 1; game.Winner is null; move++)
        {
            var made = await MoveAsync(session, game, move, after, uses, cancellationToken).ConfigureAwait(false);
            if (made.Text is not { } text)
            {
                return made.CallsFailed ? Answer.Failed : Answer.NoAnswer;
            }

            game = game.Apply(text);
            (after, uses) = (made.LeafSteps, made.Steps);
        }

        return new Answer(game.Record, uses);
    }

    private static Choice Search() => Choice.Of("tree-of-thoughts", ("breadth", 1L), ("evaluations", 1L));

    private async Task<NestedAnswer> MoveAsync(
        Session session,
        IGame game,
        int move,
        IReadOnlyList<int> after,
        IReadOnlyList<int> uses,
        CancellationToken cancellationToken
    )
    {
        var problem = new GameMoveProblem(session.Problem, game);
        for (var attempt = 1; ; attempt++)
        {
            var place = StepKeys.Of("move", move);
            var made = await session
                .RunNestedAsync(
                    game.Turn == 0 ? first : second,
                    new NestedScope(attempt == 1 ? place : StepKeys.Inside(place, StepKeys.Of("try", attempt)))
                    {
                        Role = RoleNames[game.Turn],
                        Problem = problem,
                        After = after,
                        Uses = uses,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);

            // A strategy may return an illegal move.
            var legal = made.Text is { } text ? GameMoveProblem.FindLegalMove(game, text) : null;
            if (legal is not null || made.CallsFailed || attempt == tries)
            {
                return made with { Text = legal };
            }

            after = made.LeafSteps;
        }
    }
}
