using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.TreeOfThoughtsDepthFirst;

/// <summary>
/// Tree of Thoughts with depth-first search and backtracking (Yao et al. 2023, arXiv 2305.10601, mini crosswords; defaults of its reference
/// implementation). Candidates of a state are visited best first: each is evaluated, and expanded unless it is impossible. Strictly
/// sequential except for the evaluations of one state. Proposals = 1 + visited states that are neither impossible nor final; evaluations =
/// visited states × evaluations; visited states ≤ nodes. The rank of a candidate is its frequency in the reply, because the reference
/// implementation sums the confidences of repeated candidates; ties are resolved by order. The first final state that is not
/// impossible is the answer.
/// </summary>
/// <param name="options">Settings.</param>
internal sealed class DepthFirstStrategy(DepthFirstOptions options) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "tree-of-thoughts-dfs",
            "Depth-first search over thoughts: skips impossible states and backtracks.",
            "calls ≤ 1 + nodes × (1 + evaluations): a proposal per expanded state, evaluations per visited state",
            "Yao et al. 2023, arXiv 2305.10601",
            [
                new Parameter("nodes", ParameterKind.Integer, 100L, "Maximum number of visited states.") { Min = 1, Max = 100000 },
                new Parameter("perState", ParameterKind.Integer, 3L, "Maximum number of candidates visited per state.")
                {
                    Min = 1,
                    Max = 1000,
                },
                new Parameter("evaluations", ParameterKind.Integer, 1L, "Number of evaluations per visited state.") { Min = 1, Max = 1000 },
                new Parameter(
                    "impossible",
                    ParameterKind.Number,
                    0.001,
                    "A state is skipped if its mean evaluation, on the problem's scale, is at most this value."
                ),
                new Parameter("temperature", ParameterKind.Number, 0.7, "Sampling temperature.") { Min = 0, Max = 2 },
                new Parameter(
                    "depth",
                    ParameterKind.Integer,
                    4L,
                    "Maximum number of thoughts per path for a problem without intermediate states."
                )
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
/// <param name="Nodes">Maximum number of visited states.</param>
/// <param name="PerState">Maximum number of candidates visited per state.</param>
/// <param name="Evaluations">Number of evaluations per visited state.</param>
/// <param name="Impossible">Mean evaluation up to which a state is skipped.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="Depth">Maximum number of thoughts per path for a problem without intermediate states.</param>
internal sealed record DepthFirstOptions(int Nodes, int PerState, int Evaluations, double Impossible, double Temperature, int Depth);
