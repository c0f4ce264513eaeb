using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.TreeOfThoughtsDepthFirst;

/// <summary>
/// Tree of Thoughts, depth first with backtracking (Yao et al. 2023, arXiv 2305.10601, mini crosswords; defaults of its reference
/// implementation). A state's candidates are tried best first: each is checked, left where it is impossible, else gone into.
/// Strictly sequential but for the judgements of one check. Proposals = 1 + tried states that were neither impossible nor final;
/// judgements = tried states × evaluations; tried states ≤ nodes. A candidate's score is how often the reply names it, as the
/// reference sums the confidences of repeated candidates; of equals the one named first goes first. The first final state that is
/// not judged impossible is the answer.
/// </summary>
/// <param name="options">Its settings.</param>
public sealed class DepthFirstStrategy(DepthFirstOptions options) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "tree-of-thoughts-dfs",
            "Searches thoughts depth first, leaves impossible ones, and goes back where none is left.",
            "calls ≤ 1 + nodes × (1 + evaluations): a proposal for each state gone into, evaluations for each state tried",
            "Yao et al. 2023, arXiv 2305.10601",
            [
                new Parameter("nodes", ParameterKind.Integer, 100L, "Most states tried.") { Min = 1, Max = 100000 },
                new Parameter("perState", ParameterKind.Integer, 3L, "Most candidates tried from one state.") { Min = 1, Max = 1000 },
                new Parameter("evaluations", ParameterKind.Integer, 1L, "Judgements of each tried state.") { Min = 1, Max = 1000 },
                new Parameter(
                    "impossible",
                    ParameterKind.Number,
                    0.001,
                    "A state is left where its mean judgement, in the problem's scale, is at most this."
                ),
                new Parameter("temperature", ParameterKind.Number, 0.7, "Sampling temperature.") { Min = 0, Max = 2 },
                new Parameter("depth", ParameterKind.Integer, 4L, "Most thoughts of a path in a problem without states of its own.")
                {
                    Min = 1,
                    Max = 1000,
                },
            ],
            s => new DepthFirstStrategy(
                new DepthFirstOptions(
                    s.Integer("nodes"),
                    s.Integer("perState"),
                    s.Integer("evaluations"),
                    s.Number("impossible"),
                    s.Number("temperature"),
                    s.Integer("depth")
                )
            )
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        new DepthFirstSearch(session, SearchPath.Of(session.Problem, options.Depth, options.PerState), options).SolveAsync(
            cancellationToken
        );
}

/// <summary>Settings of the depth-first search.</summary>
/// <param name="Nodes">Most states tried.</param>
/// <param name="PerState">Most candidates tried from one state.</param>
/// <param name="Evaluations">Judgements of each tried state.</param>
/// <param name="Impossible">Mean judgement up to which a state is left.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="Depth">Most thoughts of a path in a problem without states of its own.</param>
public sealed record DepthFirstOptions(int Nodes, int PerState, int Evaluations, double Impossible, double Temperature, int Depth);
