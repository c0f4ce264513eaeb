using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Planning;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.OrchestratorWorkers;

/// <summary>
/// A lead agent splits the problem, subagents work on the parts in parallel with separate contexts, and the lead writes the answer from
/// their reports (Hadfield et al. 2025, Anthropic, "How we built our multi-agent research system"; its numbers for comparisons, 2 to 4
/// subagents with 10 to 15 tool calls each, are quoted from memory). Calls = 2 per lead + Σ subagents. If depth is greater than 1,
/// subagents are leads themselves: with w subagents each and depth d there are (wᵈ − 1)/(w − 1) leads and wᵈ workers.
/// </summary>
/// <param name="workers">Maximum number of subagents per lead.</param>
/// <param name="depth">Levels of leads, at least 1.</param>
/// <param name="worker">Strategy of the subagents on the lowest level.</param>
internal sealed class OrchestratorWorkersStrategy(int workers, int depth, IStrategy worker) : IStrategy
{
    private readonly IStrategy _below = depth > 1 ? new OrchestratorWorkersStrategy(workers, depth - 1, worker) : worker;

    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "orchestrator-workers",
            "A lead agent splits the problem, subagents work on the parts in parallel, and the lead writes the answer.",
            "calls = 2 per lead + Σ subagents; leads ≤ 1 + w + … + w^(depth − 1), workers ≤ w^depth; subagents run in parallel",
            "Hadfield et al. 2025 (Anthropic), How we built our multi-agent research system",
            [
                new Parameter("workers", ParameterKind.Integer, 4L, "Maximum number of subagents per lead (w).") { Min = 1, Max = 64 },
                new Parameter("depth", ParameterKind.Integer, 1L, "Number of lead levels; above 1, subagents are leads with subagents.")
                {
                    Min = 1,
                    Max = 4,
                },
                new Parameter("worker", ParameterKind.Strategy, Choice.Of("react", ("steps", 15L)), "Strategy of a subagent; role worker."),
            ],
            s => new OrchestratorWorkersStrategy(s.Integer("workers"), s.Integer("depth"), s.Strategy("worker"))
        )
        {
            Roles = static _ => ["planner", "worker"],
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var spec = new CallSpec("plan", StepKeys.Of("plan"), [ChatMessage.User(LeadPrompts.Plan(session.Problem, workers))])
        {
            Role = "planner",
            Temperature = 0,
        };
        var planned = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        if (!planned.IsGood)
        {
            return Answer.Failed;
        }

        var parts = session.Behaviour.ReadPlan(session.Problem, planned, workers, ofTools: false, spec.Key);
        if (parts.Count == 0)
        {
            session.CountParseFailure();
            return Answer.NoAnswer;
        }

        var reports = await Task.WhenAll(parts.Select((part, at) => WorkAsync(session, part, at + 1, planned.Step, cancellationToken)))
            .ConfigureAwait(false);
        return reports.All(r => r.CallsFailed)
            ? Answer.Failed
            : await SynthesiseAsync(session, parts, reports, cancellationToken).ConfigureAwait(false);
    }

    private Task<NestedAnswer> WorkAsync(Session session, PlanStep part, int number, int planned, CancellationToken cancellationToken)
    {
        var place = StepKeys.Of("worker", number);
        return session.RunNestedAsync(
            _below,
            new NestedScope(place)
            {
                Role = "worker",
                Problem = new SubProblem(session.Problem, place, LeadPrompts.Part(session.Problem.Question, part.Text)),
                After = [planned],
            },
            cancellationToken
        );
    }

    private static async Task<Answer> SynthesiseAsync(
        Session session,
        IReadOnlyList<PlanStep> parts,
        NestedAnswer[] reports,
        CancellationToken cancellationToken
    )
    {
        var spec = new CallSpec(
            "synthesis",
            StepKeys.Of("synthesis"),
            [ChatMessage.User(LeadPrompts.Synthesis(session.Problem, parts, reports))]
        )
        {
            Role = "planner",
            After = [.. reports.SelectMany(r => r.LeafSteps).Distinct()],
            Uses = [.. reports.SelectMany(r => r.Steps).Distinct()],
            Temperature = 0,
        };
        return await SingleCall.SolveAsync(session, spec, cancellationToken).ConfigureAwait(false);
    }
}
