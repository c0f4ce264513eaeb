using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Rap;

/// <summary>
/// Reasoning via Planning (Hao et al. 2023, arXiv 2305.14992; defaults of its reference implementation on GSM8K): Monte Carlo tree search
/// with the model as policy, world model and reward model. A parallel calls propose A actions of a node, then one call per distinct action
/// computes its reward, also in parallel. The world model predicts the state after a visited action with <c>answers</c> parallel calls; the
/// most frequent state wins; an action that is an answer needs no prediction. Calls per expanded node: A proposals + ≤ A rewards; plus
/// answers per visited node. An iteration descends by UCT = mean reward + w √(ln Np / max(1, N)), with the reward of the action as the
/// value of unvisited nodes, then by the best reward until an answer or the depth limit is reached; all nodes of the path are added to the
/// tree. The result is the answer of the path with the best mean reward. The verifier is not used.
/// </summary>
/// <param name="options">Settings.</param>
internal sealed class RapStrategy(RapOptions options) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "rap",
            "Monte Carlo tree search with the model as policy, world model and reward model.",
            "calls = actions × expanded nodes + distinct actions + answers × visited nodes; expanded nodes ≤ 1 + iterations × (depth − 1)",
            "Hao et al. 2023, arXiv 2305.14992",
            [
                new Parameter(
                    "iterations",
                    ParameterKind.Integer,
                    10L,
                    "Number of iterations of selection, expansion, simulation and backpropagation."
                )
                {
                    Min = 1,
                    Max = 100000,
                },
                new Parameter("depth", ParameterKind.Integer, 5L, "Maximum number of actions per path.") { Min = 1, Max = 1000 },
                new Parameter("actions", ParameterKind.Integer, 4L, "A: number of proposed actions per node.") { Min = 1, Max = 1000 },
                new Parameter("answers", ParameterKind.Integer, 8L, "Number of world model calls per visited node.")
                {
                    Min = 1,
                    Max = 1000,
                },
                new Parameter("exploration", ParameterKind.Number, 1.0, "w: exploration weight of UCT.") { Min = 0, Max = 1000 },
                new Parameter("temperature", ParameterKind.Number, 0.8, "Sampling temperature.") { Min = 0, Max = 2 },
            ],
            s => new RapStrategy(
                new RapOptions(
                    s.Integer("iterations"),
                    s.Integer("depth"),
                    s.Integer("actions"),
                    s.Integer("answers"),
                    s.Number("exploration"),
                    s.Number("temperature")
                )
            )
        )
        {
            Roles = static _ => ["critic"],
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        new RapSearch(session, SearchPath.Of(session.Problem, options.Depth, width: 1), options).SolveAsync(cancellationToken);
}

/// <summary>Settings of Reasoning via Planning.</summary>
/// <param name="Iterations">Number of iterations.</param>
/// <param name="Depth">Maximum number of actions per path.</param>
/// <param name="Actions">A: number of proposed actions per node.</param>
/// <param name="Answers">Number of world model calls per visited node.</param>
/// <param name="Exploration">w: exploration weight of UCT.</param>
/// <param name="Temperature">Sampling temperature.</param>
internal sealed record RapOptions(int Iterations, int Depth, int Actions, int Answers, double Exploration, double Temperature);
