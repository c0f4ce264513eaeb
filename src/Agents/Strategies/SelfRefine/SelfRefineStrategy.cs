using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.SelfRefine;

/// <summary>
/// An answer, then again and again feedback and fix in one call, until the feedback finds nothing wrong (Madaan et al. 2023,
/// arXiv 2303.17651; loop and K of its reference implementation for word problems). Calls ≤ 1 + K, one after another. Each
/// refinement sees the question and the answer of the moment, not those before: prompts share the header. A refinement that fails,
/// or a reply from which nothing can be read, leaves the answer of the moment as it is; a failed one ends the work.
/// </summary>
/// <param name="refinements">K, at least 0.</param>
/// <param name="temperature">Sampling temperature.</param>
public sealed class SelfRefineStrategy(int refinements, double temperature) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "self-refine",
            "Answers, then criticises and corrects its own answer until it finds nothing wrong.",
            "calls ≤ 1 + refinements, one after another",
            "Madaan et al. 2023, arXiv 2303.17651",
            [
                new Parameter("refinements", ParameterKind.Integer, 4L, "Most refinements.") { Min = 0, Max = 1000 },
                new Parameter("temperature", ParameterKind.Number, 0.7, "Sampling temperature.") { Min = 0, Max = 2 },
            ],
            s => new SelfRefineStrategy(s.Integer("refinements"), s.Number("temperature"))
        );

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

        var (text, answer, step) = (first.Text, session.ReadAnswer(first, StepKeys.Of("draft")), first.Step);
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
            var isRight = session.Behaviour.ReadVerdict(session.Problem, reply, spec.Key, answer);
            if (isRight == true)
            {
                break;
            }

            if (session.Behaviour.ReadAnswer(session.Problem, reply, spec.Key) is { } corrected)
            {
                (text, answer) = (reply.Text, corrected);
            }
            else if (isRight is null)
            {
                session.CountParseFailure();
            }
        }

        return answer is null ? Answer.NoAnswer : new Answer(answer, [step]);
    }
}
