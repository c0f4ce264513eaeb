using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.TreeOfThoughts;

/// <summary>
/// Tree of Thoughts with breadth-first search (Yao et al. 2023, arXiv 2305.10601; defaults of its reference implementation). For problems
/// with intermediate states and depth T: proposals ≤ 1 + b(T − 1), evaluations = distinct states × evaluations (<see cref="StateSearch"/>).
/// For other problems, as in the creative writing task of the paper: 2 × (samples + votes) calls (<see cref="TextSearch"/>).
/// </summary>
/// <param name="options">Settings.</param>
internal sealed class TreeOfThoughtsStrategy(TreeOfThoughtsOptions options) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "tree-of-thoughts",
            "Breadth-first search over thoughts: evaluates each thought and keeps the best.",
            "with states: 1 + breadth × (depth − 1) proposals + distinct states × evaluations; without: 2 × (samples + votes)",
            "Yao et al. 2023, arXiv 2305.10601",
            [
                new Parameter("breadth", ParameterKind.Integer, 5L, "Number of states kept per level.") { Min = 1, Max = 10000 },
                new Parameter("evaluations", ParameterKind.Integer, 3L, "Number of evaluations per state.") { Min = 1, Max = 1000 },
                new Parameter("temperature", ParameterKind.Number, 0.7, "Sampling temperature of proposals and evaluations.")
                {
                    Min = 0,
                    Max = 2,
                },
                new Parameter("samples", ParameterKind.Integer, 5L, "Number of plans and of answers for a problem without states.")
                {
                    Min = 1,
                    Max = 10000,
                },
                new Parameter("votes", ParameterKind.Integer, 5L, "Number of votes on plans and on answers.") { Min = 1, Max = 10000 },
                new Parameter("textTemperature", ParameterKind.Number, 1.0, "Sampling temperature of plans, answers and votes.")
                {
                    Min = 0,
                    Max = 2,
                },
            ],
            s => new TreeOfThoughtsStrategy(
                new TreeOfThoughtsOptions(
                    s.Integer("breadth"),
                    s.Integer("evaluations"),
                    s.Number("temperature"),
                    s.Integer("samples"),
                    s.Integer("votes"),
                    s.Number("textTemperature")
                )
            )
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        session.Problem.Search is { } search
            ? new StateSearch(session, search, options).SolveAsync(cancellationToken)
            : new TextSearch(session, options).SolveAsync(cancellationToken);
}

/// <summary>Settings of Tree of Thoughts.</summary>
/// <param name="Breadth">b: number of states kept per level.</param>
/// <param name="Evaluations">Number of evaluations per state.</param>
/// <param name="Temperature">Sampling temperature of proposals and evaluations.</param>
/// <param name="Samples">Number of plans and of answers for a problem without states.</param>
/// <param name="Votes">Number of votes on plans and on answers.</param>
/// <param name="TextTemperature">Sampling temperature of plans, answers and votes.</param>
internal sealed record TreeOfThoughtsOptions(
    int Breadth,
    int Evaluations,
    double Temperature,
    int Samples,
    int Votes,
    double TextTemperature
);
