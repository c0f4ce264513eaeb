using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Lats;

/// <summary>
/// Language Agent Tree Search (Zhou et al. 2023, arXiv 2310.04406; defaults of its reference implementation): Monte Carlo tree search
/// in which the model proposes, evaluates and reflects. An iteration selects a leaf by UCT = V/N + √(2 ln Np / N), expands it to n children
/// with one proposal, evaluates each child, and rolls out from the best child until an answer or the depth limit is reached. Calls per
/// iteration ≤ (1 + n × evaluations)(1 + R), R ≤ depth − level of the new children; + 1 reflection for each of the first failures.
/// Evaluations of siblings run in parallel, iterations sequentially.
/// <para>
/// As in the reference implementation, the environment (the problem's verifier) checks answers: a correct answer ends the search; a wrong
/// answer ends its path with reward 0 and triggers a reflection; final children are not evaluated. If the problem has no verifier, the
/// evaluation is the reward, all iterations run, and the answer with the best evaluation is returned. Children of a rollout are not added
/// to the tree. An evaluated child counts as visited once with its evaluation, which distinguishes unvisited siblings.
/// </para>
/// </summary>
/// <param name="options">Settings.</param>
internal sealed class LatsStrategy(LatsOptions options) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "lats",
            "Monte Carlo tree search over thoughts, with evaluations, rollouts and reflections on failures.",
            "calls ≤ iterations × (1 + children × evaluations)(1 + R) + reflections, R ≤ depth − level of the new children",
            "Zhou et al. 2023, arXiv 2310.04406",
            [
                new Parameter("children", ParameterKind.Integer, 5L, "n: number of children per expanded node.") { Min = 1, Max = 1000 },
                new Parameter("evaluations", ParameterKind.Integer, 1L, "Number of evaluations per child.") { Min = 1, Max = 1000 },
                new Parameter(
                    "iterations",
                    ParameterKind.Integer,
                    50L,
                    "Maximum number of iterations of selection, expansion, rollout and backpropagation."
                )
                {
                    Min = 1,
                    Max = 100000,
                },
                new Parameter("depth", ParameterKind.Integer, 7L, "Maximum number of thoughts per path.") { Min = 1, Max = 1000 },
                new Parameter("reflections", ParameterKind.Integer, 3L, "Maximum number of reflections on failures.")
                {
                    Min = 0,
                    Max = 1000,
                },
                new Parameter("temperature", ParameterKind.Number, 1.0, "Sampling temperature.") { Min = 0, Max = 2 },
            ],
            s => new LatsStrategy(
                new LatsOptions(
                    s.Integer("children"),
                    s.Integer("evaluations"),
                    s.Integer("iterations"),
                    s.Integer("depth"),
                    s.Integer("reflections"),
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
        new LatsSearch(session, SearchPath.Of(session.Problem, options.Depth, options.Children), options).SolveAsync(cancellationToken);
}

/// <summary>Settings of Language Agent Tree Search.</summary>
/// <param name="Children">n: number of children per expanded node.</param>
/// <param name="Evaluations">Number of evaluations per child.</param>
/// <param name="Iterations">Maximum number of iterations.</param>
/// <param name="Depth">Maximum number of thoughts per path.</param>
/// <param name="Reflections">Maximum number of reflections on failures.</param>
/// <param name="Temperature">Sampling temperature.</param>
internal sealed record LatsOptions(int Children, int Evaluations, int Iterations, int Depth, int Reflections, double Temperature);
