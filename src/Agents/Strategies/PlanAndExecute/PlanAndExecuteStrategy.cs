using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Planning;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.PlanAndExecute;

/// <summary>
/// A planner writes steps, a worker executes them sequentially with the results so far, and the last step returns the answer; if a step has
/// no result, the planner replans (Wang et al. 2023, Plan-and-Solve, arXiv 2305.04091, with the worker and the replanning of LangGraph's
/// plan-and-execute agent). Calls = 1 + Σ calls of the steps + replans: 1 + steps + replans with a single-call worker. Prompts share
/// little more than the question as a prefix.
/// </summary>
/// <param name="steps">Maximum number of steps per plan.</param>
/// <param name="replans">Maximum number of replans.</param>
/// <param name="worker">Strategy that executes the steps.</param>
internal sealed class PlanAndExecuteStrategy(int steps, int replans, IStrategy worker) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "plan-and-execute",
            "Plans steps, executes them sequentially with a worker, and replans if a step has no result.",
            "calls = 1 + Σ calls of the steps + replans",
            "Wang et al. 2023 (Plan-and-Solve), arXiv 2305.04091; LangGraph's plan-and-execute agent",
            [
                new Parameter("steps", ParameterKind.Integer, 6L, "Maximum number of steps per plan.") { Min = 1, Max = 100 },
                new Parameter("replans", ParameterKind.Integer, 1L, "Maximum number of replans.") { Min = 0, Max = 100 },
                new Parameter("worker", ParameterKind.Strategy, Choice.Of("react"), "Strategy that executes a step; role worker."),
            ],
            s => new PlanAndExecuteStrategy(s.Integer("steps"), s.Integer("replans"), s.Strategy("worker"))
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var done = new PlanProgress();
        for (var round = 1; round <= 1 + replans; round++)
        {
            var plan = await PlanAsync(session, round, done, cancellationToken).ConfigureAwait(false);
            if (plan is null)
            {
                return Answer.Failed;
            }

            if (await WorkAsync(session, round, plan, done, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }

        return done.CallsFailed ? Answer.Failed : Answer.NoAnswer;
    }

    /// <summary>Requests a plan and returns its steps; null if the call failed.</summary>
    private async Task<IReadOnlyList<PlanStep>?> PlanAsync(
        Session session,
        int round,
        PlanProgress done,
        CancellationToken cancellationToken
    )
    {
        var spec = new CallSpec(
            "plan",
            StepKeys.Of("plan", round),
            [ChatMessage.User(PlanPrompts.Plan(session.Problem.QuestionWithExamples, steps, done.Results))]
        )
        {
            Role = "planner",
            After = done.Ends,
            Uses = done.UsedSteps,
            Temperature = 0,
        };
        var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        if (!reply.IsGood)
        {
            return null;
        }

        var plan = session.Behaviour.ReadPlan(session.Problem, reply, steps, ofTools: false, spec.Key);
        if (plan.Count == 0)
        {
            session.CountParseFailure();
        }

        done.StartPlan(reply.Step);
        return plan;
    }

    /// <summary>Executes the steps and returns the answer of the last one; null if a step has no result.</summary>
    private async Task<Answer?> WorkAsync(
        Session session,
        int round,
        IReadOnlyList<PlanStep> plan,
        PlanProgress done,
        CancellationToken cancellationToken
    )
    {
        for (var number = 1; number <= plan.Count; number++)
        {
            var text = PlanText.Fill(plan[number - 1].Text, done.PlanResults);
            var place = StepKeys.Of(round, "step", number);
            var isLast = number == plan.Count;
            var result = await session
                .RunNestedAsync(
                    worker,
                    new NestedScope(place)
                    {
                        Role = "worker",
                        Problem = new SubProblem(
                            session.Problem,
                            place,
                            PlanPrompts.Step(session.Problem.Question, text, done.Results),
                            isLast
                        ),
                        After = done.Ends,
                        Uses = done.UsedSteps,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (isLast && result.Text is not null)
            {
                return new Answer(result.Text, result.Steps);
            }

            done.CompleteStep(number, text, result);
            if (result.Text is null)
            {
                return null;
            }
        }

        return null;
    }
}
