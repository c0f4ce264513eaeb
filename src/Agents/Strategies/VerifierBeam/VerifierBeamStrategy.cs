using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.VerifierBeam;

/// <summary>
/// Beam search guided by a step verifier (process reward model; Snell et al. 2024, arXiv 2408.03314; defaults of the search-and-learn
/// implementation of Beeching et al. 2024). Each iteration extends all n beams by one step, scores every distinct state, removes finished
/// beams, keeps the n/m best of the others and creates m copies of each, at most n beams in total. Calls per iteration ≤ n generations + n
/// scores; two parallel waves with a join after each. Copies share the whole path as a prefix. The search ends if no beam is open or n
/// beams have finished; the finished beam with the best score is the answer. An unreadable step or score ends its beam.
/// </summary>
/// <param name="options">Settings.</param>
internal sealed class VerifierBeamStrategy(VerifierBeamOptions options) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "verifier-beam",
            "Beam search: extends beams step by step, scores each step, and keeps and copies the best.",
            "calls ≤ iterations × 2 × beams: a step and a score per beam, with a join after each wave",
            "Snell et al. 2024, arXiv 2408.03314; search-and-learn (Beeching et al. 2024)",
            [
                new Parameter("beams", ParameterKind.Integer, 16L, "n: number of beams.") { Min = 1, Max = 10000 },
                new Parameter("copies", ParameterKind.Integer, 4L, "m: number of copies per kept beam; beams / copies beams are kept.")
                {
                    Min = 1,
                    Max = 10000,
                },
                new Parameter("iterations", ParameterKind.Integer, 40L, "Maximum number of steps per beam.") { Min = 1, Max = 10000 },
                new Parameter("temperature", ParameterKind.Number, 0.8, "Sampling temperature of steps.") { Min = 0, Max = 2 },
            ],
            s => new VerifierBeamStrategy(
                new VerifierBeamOptions(s.Integer("beams"), s.Integer("copies"), s.Integer("iterations"), s.Number("temperature"))
            )
        )
        {
            Roles = static _ => ["verifier"],
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        new BeamSearch(session, SearchPath.Of(session.Problem, options.Iterations, width: 1), options).SolveAsync(cancellationToken);
}

/// <summary>Settings of the verifier-guided beam search.</summary>
/// <param name="Beams">n: number of beams.</param>
/// <param name="Copies">m: number of copies per kept beam.</param>
/// <param name="Iterations">Maximum number of steps per beam.</param>
/// <param name="Temperature">Sampling temperature of steps.</param>
internal sealed record VerifierBeamOptions(int Beams, int Copies, int Iterations, double Temperature);
