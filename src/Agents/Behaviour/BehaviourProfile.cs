using System.Reflection;
using System.Text.Json;

namespace AgentLoad.Agents.Behaviour;

/// <summary>
/// Parameters of the behavior model of shaped agents: counts, probabilities and output lengths. The data file documents the source
/// of each value.
/// </summary>
internal sealed record BehaviourProfile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    private static readonly Lazy<IReadOnlyList<BehaviourProfile>> Embedded = new(Load);

    /// <summary>Name ("tot-game24").</summary>
    public required string Name { get; init; }

    /// <summary>Source of the values.</summary>
    public required string Source { get; init; }

    /// <summary>Problem kind the profile was calibrated for; null for any.</summary>
    public string? Problem { get; init; }

    /// <summary>Mean number of candidates per propose call, by level from 1; the last value applies to all deeper levels.</summary>
    public required IReadOnlyList<double> Candidates { get; init; }

    /// <summary>Probability that an evaluation equals the oracle's.</summary>
    public required double Judgement { get; init; }

    /// <summary>Distribution of the scores of all other evaluations.</summary>
    public required IReadOnlyList<ScoreShare> Scores { get; init; }

    /// <summary>Probability that an answer is correct, by call name; "" is the default.</summary>
    public required IReadOnlyDictionary<string, double> Solve { get; init; }

    /// <summary>
    /// Number of distinct, equally likely wrong answers per task. Fewer distinct answers mean that more votes agree on the same mistake.
    /// Null for no limit.
    /// </summary>
    public int? Mistakes { get; init; }

    /// <summary>Probability that a tool-using agent answers, by turn from 1; the last value applies to all later turns.</summary>
    public required IReadOnlyList<double> Stop { get; init; }

    /// <summary>Probability that a reply cannot be parsed, by call name; "" is the default.</summary>
    public required IReadOnlyDictionary<string, double> Unparsable { get; init; }

    /// <summary>Completion tokens by call name; "" is the default.</summary>
    public required IReadOnlyDictionary<string, OutputLength> Output { get; init; }

    /// <summary>Results of graders by call name; "" is the default. If empty, the grades of the default profile apply.</summary>
    public IReadOnlyDictionary<string, Grading> Grades { get; init; } = new Dictionary<string, Grading>();

    /// <summary>
    /// Shape of plans. The default is an assumption, not a measurement: 2 to 4 steps, half of them dependent on an earlier step.
    /// </summary>
    public PlanShape Plan { get; init; } = new(2, 4, 0.5);

    /// <summary>All built-in profiles.</summary>
    public static IReadOnlyList<BehaviourProfile> All => Embedded.Value;

    /// <summary>The default profile.</summary>
    public static BehaviourProfile Default => Find("default")!;

    /// <summary>Returns the profile with the given name, or null.</summary>
    public static BehaviourProfile? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <summary>Returns the profile calibrated for a problem kind, or the default profile.</summary>
    public static BehaviourProfile For(string problemKind) => All.FirstOrDefault(p => p.Problem == problemKind) ?? Default;

    private static IReadOnlyList<BehaviourProfile> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.Contains(".Behaviour.Profiles.", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var stream = assembly.GetManifestResourceStream(n)!;
                    return JsonSerializer.Deserialize<BehaviourProfile>(stream, Json)!;
                }),
        ];
    }
}

/// <summary>A score and its weight in a distribution.</summary>
/// <param name="Score">The score, on the problem's evaluation scale.</param>
/// <param name="Share">Weight relative to the other scores.</param>
internal sealed record ScoreShare(double Score, double Share);

/// <summary>A log-normal distribution of completion tokens per call.</summary>
/// <param name="Median">Median, tokens.</param>
/// <param name="Sigma">Standard deviation of the logarithm; 0 means that the length is always the median.</param>
internal sealed record OutputLength(double Median, double Sigma);
