using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Rap;

/// <summary>
/// Reasoning via Planning (Hao et al. 2023, arXiv 2305.14992; defaults of its reference implementation on GSM8K): Monte Carlo tree
/// search with the model as policy, world model and reward. A node's A actions are proposed by A calls at once, then each distinct
/// one is rewarded by one call, all at once. An action that is gone into is carried out by the world model: `answers` calls at once,
/// of which the commonest state holds; an action that is an answer needs none. Per expanded node A proposals + ≤ A rewards, and
/// answers for each node gone into. An iteration goes down by UCT = mean reward + w √(ln Np / max(1, N)), where the reward of the
/// action stands in for what was not visited, then on by the best reward down to an answer or the depth limit; nodes on the way
/// stay in the tree. The answer is that of the path with the best mean reward: no verifier is asked.
/// </summary>
/// <param name="options">Its settings.</param>
public sealed class RapStrategy(RapOptions options) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "rap",
            "Monte Carlo tree search with the model as policy, world model and reward.",
            "calls = actions × expanded nodes + distinct actions + answers × nodes gone into; expanded nodes ≤ 1 + iterations × (depth − 1)",
            "Hao et al. 2023, arXiv 2305.14992",
            [
                new Parameter("iterations", ParameterKind.Integer, 10L, "Rounds of select, expand, simulate, back up.")
                {
                    Min = 1,
                    Max = 100000,
                },
                new Parameter("depth", ParameterKind.Integer, 5L, "Most actions of a path.") { Min = 1, Max = 1000 },
                new Parameter("actions", ParameterKind.Integer, 4L, "A: actions proposed at a node.") { Min = 1, Max = 1000 },
                new Parameter("answers", ParameterKind.Integer, 8L, "Calls of the world model for each node gone into.")
                {
                    Min = 1,
                    Max = 1000,
                },
                new Parameter("exploration", ParameterKind.Number, 1.0, "w: weight of what was visited little.") { Min = 0, Max = 1000 },
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
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        new RapSearch(session, SearchPath.Of(session.Problem, options.Depth, width: 1), options).SolveAsync(cancellationToken);
}

/// <summary>Settings of Reasoning via Planning.</summary>
/// <param name="Iterations">Iterations.</param>
/// <param name="Depth">Most actions of a path.</param>
/// <param name="Actions">A: actions proposed at a node.</param>
/// <param name="Answers">Calls of the world model for each node gone into.</param>
/// <param name="Exploration">w: weight of what was visited little.</param>
/// <param name="Temperature">Sampling temperature.</param>
public sealed record RapOptions(int Iterations, int Depth, int Actions, int Answers, double Exploration, double Temperature);
