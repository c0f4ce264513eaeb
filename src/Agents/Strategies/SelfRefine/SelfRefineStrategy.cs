using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.SelfRefine;

/// <summary>
/// Self-Refine: an answer, then repeated feedback and correction in one call until the feedback finds no error (Madaan et al. 2023, arXiv
/// 2303.17651; loop and K of its reference implementation for word problems). Calls ≤ 1 + K, sequential. The prompt of a refinement
/// contains the question and the current answer only, so that prompts share the question as a prefix. A failed refinement, or one
/// without an
/// answer, keeps the current answer; a failed one also ends the loop. A refinement without a verdict counts as a parse failure.
/// </summary>
/// <param name="refinements">K, at least 0.</param>
/// <param name="temperature">Sampling temperature.</param>
internal sealed class SelfRefineStrategy(int refinements, double temperature) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "self-refine",
            "Answers, then reviews and corrects its answer until it finds no error.",
            "calls ≤ 1 + refinements, sequential",
            "Madaan et al. 2023, arXiv 2303.17651",
            [
                new Parameter("refinements", ParameterKind.Integer, 4L, "Maximum number of refinements.") { Min = 0, Max = 1000 },
                new Parameter("temperature", ParameterKind.Number, 0.7, "Sampling temperature.") { Min = 0, Max = 2 },
            ],
            s => new SelfRefineStrategy(s.Integer("refinements"), s.Number("temperature"))
        )
        {
            Roles = static _ => ["critic"],
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var question = ChatMessage.User(session.Problem.ReasoningPrompt);
        var first = await session
            .CallAsync(new CallSpec("draft", StepKeys.Of("draft"), [question]) { Temperature = temperature }, cancellationToken)
            .ConfigureAwait(false);
        if (!first.IsGood)
        {
            return Answer.Failed;
        }

        var (text, answer, step) = (first.History, session.ReadAnswer(first, StepKeys.Of("draft")), first.Step);
        for (var i = 1; i <= refinements; i++)
        {
            var spec = new CallSpec("refine", StepKeys.Of("refine", i), RefinePrompts.Of(question, text))
            {
                Role = "critic",
                After = [step],
                Temperature = temperature,
            };
            var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
            if (!reply.IsGood)
            {
                return answer is null ? Answer.Failed : new Answer(answer, [step]);
            }

            step = reply.Step;
            var isRight = session.ReadVerdict(reply, spec.Key, answer);
            if (isRight == true)
            {
                break;
            }

            if (session.Behaviour.ReadAnswer(session.Problem, reply, spec.Key) is { } corrected)
            {
                (text, answer) = (reply.History, corrected);
            }
        }

        return answer is null ? Answer.NoAnswer : new Answer(answer, [step]);
    }
}
