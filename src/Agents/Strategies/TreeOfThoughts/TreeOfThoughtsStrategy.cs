using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.TreeOfThoughts;

/// <summary>
/// Tree of Thoughts, breadth first (Yao et al. 2023, arXiv 2305.10601; defaults of its reference implementation).
/// For problems with intermediate states, of depth T: proposals ≤ 1 + b(T − 1), values = distinct uncached states × evaluations
/// (<see cref="StateSearch"/>). For the others, as the paper's creative writing: 2 × (samples + votes) calls (<see cref="TextSearch"/>).
/// </summary>
/// <param name="options">Its settings.</param>
public sealed class TreeOfThoughtsStrategy(TreeOfThoughtsOptions options) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "tree-of-thoughts",
            "Searches thoughts breadth first, judges every one, keeps the best.",
            "with states: 1 + breadth × (depth − 1) proposals + distinct states × evaluations; without: 2 × (samples + votes)",
            "Yao et al. 2023, arXiv 2305.10601",
            [
                new Parameter("breadth", ParameterKind.Integer, 5L, "States kept on each level.") { Min = 1, Max = 10000 },
                new Parameter("evaluations", ParameterKind.Integer, 3L, "Judgements of each state.") { Min = 1, Max = 1000 },
                new Parameter("temperature", ParameterKind.Number, 0.7, "Sampling temperature of proposals and judgements.")
                {
                    Min = 0,
                    Max = 2,
                },
                new Parameter("samples", ParameterKind.Integer, 5L, "Plans, and answers, of a problem without states.")
                {
                    Min = 1,
                    Max = 10000,
                },
                new Parameter("votes", ParameterKind.Integer, 5L, "Votes on the plans, and on the answers.") { Min = 1, Max = 10000 },
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
/// <param name="Breadth">b: states kept on each level.</param>
/// <param name="Evaluations">Judgements of each state.</param>
/// <param name="Temperature">Sampling temperature of proposals and judgements.</param>
/// <param name="Samples">Plans, and answers, of a problem without states.</param>
/// <param name="Votes">Votes on the plans, and on the answers.</param>
/// <param name="TextTemperature">Sampling temperature of plans, answers and votes.</param>
public sealed record TreeOfThoughtsOptions(
    int Breadth,
    int Evaluations,
    double Temperature,
    int Samples,
    int Votes,
    double TextTemperature
);
