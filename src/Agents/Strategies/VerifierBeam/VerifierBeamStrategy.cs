using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.VerifierBeam;

/// <summary>
/// Beam search guided by a verifier of steps, a process reward model (Snell et al. 2024, arXiv 2408.03314; defaults of the
/// search-and-learn implementation of Beeching et al. 2024). Each iteration goes on from all n beams by one step, scores every
/// distinct state, puts finished beams aside, keeps the n/m best of the others and makes m copies of each, n
/// beams at most. Calls of an iteration ≤ n generations + n scores; two waves with a join after each. Copies share the whole path. It ends where no beam is left or n have
/// finished; the best scored finished beam is the answer. A step or score that cannot be read ends its beam.
/// </summary>
/// <param name="options">Its settings.</param>
public sealed class VerifierBeamStrategy(VerifierBeamOptions options) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "verifier-beam",
            "Goes on step by step from many beams, scores every step, keeps and copies the best.",
            "calls ≤ iterations × 2 × beams: a step and a score for each beam, with a join after each wave",
            "Snell et al. 2024, arXiv 2408.03314; search-and-learn (Beeching et al. 2024)",
            [
                new Parameter("beams", ParameterKind.Integer, 16L, "n: beams.") { Min = 1, Max = 10000 },
                new Parameter("copies", ParameterKind.Integer, 4L, "m: copies of a kept beam; beams / copies are kept.")
                {
                    Min = 1,
                    Max = 10000,
                },
                new Parameter("iterations", ParameterKind.Integer, 40L, "Most steps of a beam.") { Min = 1, Max = 10000 },
                new Parameter("temperature", ParameterKind.Number, 0.8, "Sampling temperature of steps.") { Min = 0, Max = 2 },
            ],
            s => new VerifierBeamStrategy(
                new VerifierBeamOptions(s.Integer("beams"), s.Integer("copies"), s.Integer("iterations"), s.Number("temperature"))
            )
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        new BeamSearch(session, SearchPath.Of(session.Problem, options.Iterations, width: 1), options).SolveAsync(cancellationToken);
}

/// <summary>Settings of the verifier-guided beam search.</summary>
/// <param name="Beams">n: beams.</param>
/// <param name="Copies">m: copies of a kept beam.</param>
/// <param name="Iterations">Most steps of a beam.</param>
/// <param name="Temperature">Sampling temperature of steps.</param>
public sealed record VerifierBeamOptions(int Beams, int Copies, int Iterations, double Temperature);
