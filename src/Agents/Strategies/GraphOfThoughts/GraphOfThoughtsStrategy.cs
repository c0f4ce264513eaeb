using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.GraphOfThoughts;

/// <summary>
/// Graph of Thoughts (Besta et al. 2023, arXiv 2308.09687; defaults of the sorting example of its reference implementation): splits the
/// problem, solves each part several times and keeps the best solution, merges pairs of parts several times, and improves the best result
/// of the last merge several times. Calls = 1 + parts × samples + (parts − 1) × merges + improvements, which is 1 + 2·5 + 10 + 10 = 31 with
/// the defaults. All samples of all parts run in parallel; a merge waits for the two branches that it joins; the improvements wait for the
/// last merge. Solutions are scored by computation, without calls; ties are resolved by frequency, then by order. A problem that does not
/// define parts is split, solved and merged as text. Its solutions have no score, so the most frequent one wins, and the model may return
/// fewer parts.
/// </summary>
/// <param name="options">Settings.</param>
internal sealed class GraphOfThoughtsStrategy(GraphOfThoughtsOptions options) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "graph-of-thoughts",
            "Splits the problem, solves the parts, merges the best solutions and improves the result.",
            "calls = 1 + parts × samples + (parts − 1) × merges + improvements (31 with the defaults)",
            "Besta et al. 2023, arXiv 2308.09687",
            [
                new Parameter("parts", ParameterKind.Integer, 2L, "Number of parts.") { Min = 2, Max = 1000 },
                new Parameter("samples", ParameterKind.Integer, 5L, "Number of solutions per part.") { Min = 1, Max = 1000 },
                new Parameter("merges", ParameterKind.Integer, 10L, "Number of attempts per merge.") { Min = 1, Max = 1000 },
                new Parameter("improvements", ParameterKind.Integer, 10L, "Number of attempts to improve the result.")
                {
                    Min = 0,
                    Max = 1000,
                },
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
/// <param name="Parts">Number of parts.</param>
/// <param name="Samples">Number of solutions per part.</param>
/// <param name="Merges">Number of attempts per merge.</param>
/// <param name="Improvements">Number of attempts to improve the result.</param>
/// <param name="Temperature">Sampling temperature.</param>
internal sealed record GraphOfThoughtsOptions(int Parts, int Samples, int Merges, int Improvements, double Temperature);
