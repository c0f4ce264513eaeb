using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.GraphOfThoughts;

/// <summary>
/// Graph of Thoughts (Besta et al. 2023, arXiv 2308.09687; defaults of the sorting example of its reference implementation): split
/// the problem, solve every part several times, keep each part's best, merge best parts pair by pair several times, improve the best
/// of the last merge several times. Calls = 1 + parts × samples + (parts − 1) × merges + improvements, which is
/// 1 + 2·5 + 10 + 10 = 31 with the defaults. All samples of all parts at once; a merge waits for the two branches it joins; the
/// improvements wait for the last merge. Best is scored by computation, without calls; of equals the commonest, then the first.
/// A problem that has no parts of its own is split, solved and merged in text, where only commonness tells best: then the model
/// may name fewer parts.
/// </summary>
/// <param name="options">Its settings.</param>
public sealed class GraphOfThoughtsStrategy(GraphOfThoughtsOptions options) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "graph-of-thoughts",
            "Splits the problem, solves the parts, merges the best, improves the whole.",
            "calls = 1 + parts × samples + (parts − 1) × merges + improvements (31 with the defaults)",
            "Besta et al. 2023, arXiv 2308.09687",
            [
                new Parameter("parts", ParameterKind.Integer, 2L, "Parts that the problem is split into.") { Min = 2, Max = 1000 },
                new Parameter("samples", ParameterKind.Integer, 5L, "Solutions of each part.") { Min = 1, Max = 1000 },
                new Parameter("merges", ParameterKind.Integer, 10L, "Tries of each merge.") { Min = 1, Max = 1000 },
                new Parameter("improvements", ParameterKind.Integer, 10L, "Tries to improve the whole.") { Min = 0, Max = 1000 },
                new Parameter("temperature", ParameterKind.Number, 1.0, "Sampling temperature.") { Min = 0, Max = 2 },
            ],
            s => new GraphOfThoughtsStrategy(
                new GraphOfThoughtsOptions(
                    s.Integer("parts"),
                    s.Integer("samples"),
                    s.Integer("merges"),
                    s.Integer("improvements"),
                    s.Number("temperature")
                )
            )
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        new ThoughtGraph(session, session.Problem.Parts ?? new TextParts(session.Problem), options).SolveAsync(cancellationToken);
}

/// <summary>Settings of Graph of Thoughts.</summary>
/// <param name="Parts">Parts that the problem is split into.</param>
/// <param name="Samples">Solutions of each part.</param>
/// <param name="Merges">Tries of each merge.</param>
/// <param name="Improvements">Tries to improve the whole.</param>
/// <param name="Temperature">Sampling temperature.</param>
public sealed record GraphOfThoughtsOptions(int Parts, int Samples, int Merges, int Improvements, double Temperature);
