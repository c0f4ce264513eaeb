using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Strategies.Router;

/// <summary>
/// Model routing: sends each problem to a small or a large model in advance (Ong et al. 2024, RouteLLM, arXiv 2406.18665). Calls = 1 with
/// single-call strategies, + 1 if a model routes. The default share of random routing is the paper's operating point of about 20 %.
/// </summary>
/// <param name="rule">The routing rule.</param>
/// <param name="small">Strategy of the small model.</param>
/// <param name="large">Strategy of the large model.</param>
internal sealed class RouterStrategy(RouteRule rule, IStrategy small, IStrategy large) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "router",
            "Sends each problem to a small or a large model, by a rule or a model's estimate.",
            "calls = calls of the chosen strategy (1 by default), + 1 if a model routes",
            "Ong et al. 2024 (RouteLLM), arXiv 2406.18665",
            [
                new Parameter(
                    "by",
                    ParameterKind.Text,
                    RouteRule.Model,
                    "Routing rule: model (role router), length of the question, or random (the paper's baseline)."
                )
                {
                    Allowed = [RouteRule.Model, RouteRule.Length, RouteRule.Random],
                },
                new Parameter(
                    "largeShare",
                    ParameterKind.Number,
                    0.2,
                    "Share of problems that random routing sends to the large model; with shaped driving, it applies to all rules."
                )
                {
                    Min = 0,
                    Max = 1,
                },
                new Parameter(
                    "words",
                    ParameterKind.Integer,
                    60L,
                    "Rule length: minimum number of words of questions sent to the large model."
                )
                {
                    Min = 0,
                    Max = 1000000,
                },
                new Parameter(
                    "threshold",
                    ParameterKind.Number,
                    0.7,
                    "Rule model: minimum difficulty, 0 to 1, of problems sent to the large model."
                )
                {
                    Min = 0,
                    Max = 1,
                },
                new Parameter("small", ParameterKind.Strategy, Choice.Of("chain-of-thought"), "Strategy of the small model."),
                new Parameter("large", ParameterKind.Strategy, Choice.Of("chain-of-thought"), "Strategy of the large model."),
            ],
            s => new RouterStrategy(
                new RouteRule(s.Text("by"), s.Number("largeShare"), s.Integer("words"), s.Number("threshold")),
                s.Strategy("small"),
                s.Strategy("large")
            )
        )
        {
            Roles = static s => s.Text("by") == RouteRule.Model ? ["small", "large", "router"] : ["small", "large"],
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var (isLarge, steps) = await rule.RouteAsync(session, cancellationToken).ConfigureAwait(false);
        var role = isLarge ? "large" : "small";
        var answer = await session
            .RunNestedAsync(isLarge ? large : small, new NestedScope(role) { Role = role, After = steps }, cancellationToken)
            .ConfigureAwait(false);
        return new Answer(answer.Text, answer.Steps) { CallsFailed = answer.CallsFailed };
    }
}
