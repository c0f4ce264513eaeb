using System.Reflection;
using System.Text.Json;

namespace AgentLoad.Agents.Behaviour;

/// <summary>How shaped agents behave: counts, chances and lengths, each with its source in the data file that it comes from.</summary>
public sealed record BehaviourProfile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    private static readonly Lazy<IReadOnlyList<BehaviourProfile>> Embedded = new(Load);

    /// <summary>Name ("tot-game24").</summary>
    public required string Name { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>Kind of problem that it was made for; null for any.</summary>
    public string? Problem { get; init; }

    /// <summary>Mean number of candidates that a propose call leads to, by level from 1; the last holds for all deeper ones.</summary>
    public required IReadOnlyList<double> Candidates { get; init; }

    /// <summary>Chance that a judgement is the oracle's.</summary>
    public required double Judgement { get; init; }

    /// <summary>What is judged otherwise: scores and their shares.</summary>
    public required IReadOnlyList<ScoreShare> Scores { get; init; }

    /// <summary>Chance that an answer is right, by name of the call; "" for the rest.</summary>
    public required IReadOnlyDictionary<string, double> Solve { get; init; }

    /// <summary>
    /// Different wrong answers that come up in a task, each as likely as any: the fewer, the more do votes fall on the same mistake. Null for
    /// as many as the problem has.
    /// </summary>
    public int? Mistakes { get; init; }

    /// <summary>Chance that a tool-using agent answers, by turn from 1; the last holds for all later ones.</summary>
    public required IReadOnlyList<double> Stop { get; init; }

    /// <summary>Chance that a reply holds nothing that can be parsed, by name of the call; "" for the rest.</summary>
    public required IReadOnlyDictionary<string, double> Unparsable { get; init; }

    /// <summary>Completion tokens by name of the call; "" for the rest.</summary>
    public required IReadOnlyDictionary<string, OutputLength> Output { get; init; }

    /// <summary>What graders say, by name of the call; "" for the rest. A profile that names none takes the default's.</summary>
    public IReadOnlyDictionary<string, Grading> Grades { get; init; } = new Dictionary<string, Grading>();

    /// <summary>How plans look: 2 to 4 steps where a profile names nothing else, half of them chained, which nothing measured stands behind.</summary>
    public PlanShape Plan { get; init; } = new(2, 4, 0.5);

    /// <summary>All profiles that come with the program.</summary>
    public static IReadOnlyList<BehaviourProfile> All => Embedded.Value;

    /// <summary>The profile that holds where no other is named.</summary>
    public static BehaviourProfile Default => Find("default")!;

    /// <summary>A profile by name, or null.</summary>
    public static BehaviourProfile? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <summary>The profile made for a kind of problem, or the default.</summary>
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

/// <summary>A score and how often it is given where a judgement errs.</summary>
/// <param name="Score">In the scale of the problem's judgements.</param>
/// <param name="Share">Weight relative to the other scores.</param>
public sealed record ScoreShare(double Score, double Share);

/// <summary>Completion tokens of a call, log-normally distributed.</summary>
/// <param name="Median">Median, tokens.</param>
/// <param name="Sigma">Standard deviation of the logarithm; 0 for always the median.</param>
public sealed record OutputLength(double Median, double Sigma);
