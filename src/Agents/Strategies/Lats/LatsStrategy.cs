using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Lats;

/// <summary>
/// Language Agent Tree Search (Zhou et al. 2023, arXiv 2310.04406; defaults of its reference implementation): Monte Carlo tree
/// search whose moves, values and reflections are the model's. An iteration selects a leaf by UCT = V/N + √(2 ln Np / N), expands it
/// to n children with one proposal, judges each, and rolls out from the best by expanding and going to the best child down to an
/// answer or the depth limit. Calls of an iteration ≤ (1 + n × evaluations)(1 + R), R ≤ depth − level of the new children; + 1
/// reflection for each of the first failures. Judgements of siblings run at once, iterations one after another.
/// <para>
/// As in the reference, an answer is put to the environment (the problem's verifier): a right one ends the search, a wrong one ends
/// its path with reward 0 and is reflected on, and final children are not judged. Where the problem has no verifier, the judgement
/// is the reward, all iterations run, and the best judged answer is given. Children of a roll-out are not kept. A judged child
/// counts as visited once with its judgement, so that unvisited siblings are told apart.
/// </para>
/// </summary>
/// <param name="options">Its settings.</param>
public sealed class LatsStrategy(LatsOptions options) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "lats",
            "Monte Carlo tree search over thoughts, with judgements, roll-outs and reflections on failures.",
            "calls ≤ iterations × (1 + children × evaluations)(1 + R) + reflections, R ≤ depth − level of the new children",
            "Zhou et al. 2023, arXiv 2310.04406",
            [
                new Parameter("children", ParameterKind.Integer, 5L, "n: children of an expanded node.") { Min = 1, Max = 1000 },
                new Parameter("evaluations", ParameterKind.Integer, 1L, "Judgements of each child.") { Min = 1, Max = 1000 },
                new Parameter("iterations", ParameterKind.Integer, 50L, "Most rounds of select, expand, roll out, back up.")
                {
                    Min = 1,
                    Max = 100000,
                },
                new Parameter("depth", ParameterKind.Integer, 7L, "Most thoughts of a path.") { Min = 1, Max = 1000 },
                new Parameter("reflections", ParameterKind.Integer, 3L, "Failures that are reflected on.") { Min = 0, Max = 1000 },
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
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        new LatsSearch(session, SearchPath.Of(session.Problem, options.Depth, options.Children), options).SolveAsync(cancellationToken);
}

/// <summary>Settings of Language Agent Tree Search.</summary>
/// <param name="Children">n: children of an expanded node.</param>
/// <param name="Evaluations">Judgements of each child.</param>
/// <param name="Iterations">Most iterations.</param>
/// <param name="Depth">Most thoughts of a path.</param>
/// <param name="Reflections">Failures that are reflected on.</param>
/// <param name="Temperature">Sampling temperature.</param>
public sealed record LatsOptions(int Children, int Evaluations, int Iterations, int Depth, int Reflections, double Temperature);
