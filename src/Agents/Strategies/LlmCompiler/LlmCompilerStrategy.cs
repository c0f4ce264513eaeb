using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.LlmCompiler;

/// <summary>
/// A planner writes all tool calls as a dependency graph; each call runs when its dependencies have completed; a joiner answers or requests
/// another plan (Kim et al. 2023, LLMCompiler, arXiv 2312.04511; one replan as in its reference implementation). Calls = 2 × rounds, rounds
/// ≤ 1 + replans; independent tool calls run in parallel; planner prompts share a prefix. Execution starts when the plan is complete.
/// </summary>
/// <param name="replans">Maximum number of replans.</param>
/// <param name="tasks">Maximum number of tool calls per plan.</param>
internal sealed class LlmCompilerStrategy(int replans, int tasks) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "llm-compiler",
            "Plans tool calls as a graph, runs independent calls in parallel, joins the results, and replans if necessary.",
            "calls = 2 × rounds, rounds ≤ 1 + replans; tool calls ≤ tasks × rounds",
            "Kim et al. 2023 (LLMCompiler), arXiv 2312.04511",
            [
                new Parameter("replans", ParameterKind.Integer, 1L, "Maximum number of replans.") { Min = 0, Max = 100 },
                new Parameter("tasks", ParameterKind.Integer, 16L, "Maximum number of tool calls per plan.") { Min = 1, Max = 1000 },
            ],
            s => new LlmCompilerStrategy(s.Integer("replans"), s.Integer("tasks"))
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var seen = new List<ToolOutput>();
        IReadOnlyList<int> after = [];
        for (var round = 1; round <= 1 + replans; round++)
        {
            var planned = await AskAsync(
                    session,
                    "plan",
                    round,
                    CompilerPrompts.Plan(session.Problem, tasks, seen),
                    after,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (!planned.IsGood)
            {
                return Answer.Failed;
            }

            var plan = session.Behaviour.ReadPlan(session.Problem, planned, tasks, ofTools: true, StepKeys.Of("plan", round));
            if (plan.Count == 0 && session.Problem.Tools.Count > 0)
            {
                session.CountParseFailure();
            }

            seen.AddRange(await new ToolGraph(session, round, planned.Step).RunAsync(plan, cancellationToken).ConfigureAwait(false));
            IReadOnlyList<int> joins = seen.Count == 0 ? [planned.Step] : [.. seen.Select(s => s.Step)];
            var joined = await AskAsync(
                    session,
                    "join",
                    round,
                    CompilerPrompts.Join(session.Problem, seen),
                    [.. joins.Append(planned.Step).Union(after)],
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (!joined.IsGood)
            {
                return Answer.Failed;
            }

            if (ReadAnswer(session, joined, round) is { } answer)
            {
                return new Answer(answer, [joined.Step]);
            }

            after = [joined.Step];
        }

        return Answer.NoAnswer;
    }

    private static Task<Reply> AskAsync(
        Session session,
        string name,
        int round,
        string prompt,
        IReadOnlyList<int> after,
        CancellationToken cancellationToken
    ) =>
        session.CallAsync(
            new CallSpec(name, StepKeys.Of(name, round), [ChatMessage.User(prompt)])
            {
                Role = "planner",
                After = after,
                Temperature = 0,
            },
            cancellationToken
        );

    /// <summary>Reads the joiner's answer; null if it requests another plan or cannot be parsed.</summary>
    private string? ReadAnswer(Session session, Reply reply, int round)
    {
        var (behaviour, key) = (session.Behaviour, StepKeys.Of("join", round));
        if (behaviour.IsShaped)
        {
            return round > replans || behaviour.ReadVerdict(session.Problem, reply, key) == true ? session.ReadAnswer(reply, key) : null;
        }

        var action = behaviour.ReadAction(session.Problem, reply, round, key);
        if (action.Answer is null && !CompilerPrompts.RequestsReplan(reply.Text))
        {
            session.CountParseFailure();
        }

        return action.Answer;
    }
}
