using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.BudgetForcing;

/// <summary>
/// Budget forcing: when the model tries to end its reasoning, the end is suppressed and "Wait" is appended, so that it continues; finally
/// it answers (Muennighoff et al. 2025, s1, arXiv 2501.19393; loop and defaults of its reference implementation). Calls = 2 + forced
/// continuations, sequential; fewer if the token budget is used up. Each prompt appends the generated text to the last, unfinished message
/// of the model: a pure continuation. The end of the reasoning is detected by the answer prefix, which works with any model; the separate
/// reasoning of thinking models is placed before the text.
/// </summary>
/// <param name="continuations">How often the end of thinking is suppressed, at least 0.</param>
/// <param name="thinkingTokens">Total budget of completion tokens for reasoning.</param>
/// <param name="temperature">Sampling temperature.</param>
internal sealed class BudgetForcingStrategy(int continuations, int thinkingTokens, double temperature) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "budget-forcing",
            "Reasons, is forced to continue by \"Wait\" when it tries to stop, and answers.",
            "calls = 2 + continuations, sequential; fewer if the token budget is used up",
            "Muennighoff et al. 2025, s1, arXiv 2501.19393",
            [
                new Parameter("continuations", ParameterKind.Integer, 1L, "Number of times the end of the reasoning is suppressed.")
                {
                    Min = 0,
                    Max = 1000,
                },
                new Parameter("thinkingTokens", ParameterKind.Integer, 32000L, "Total budget of completion tokens for reasoning.")
                {
                    Min = 1,
                    Max = 10000000,
                },
                new Parameter("temperature", ParameterKind.Number, 0.0, "Sampling temperature.") { Min = 0, Max = 2 },
            ],
            s => new BudgetForcingStrategy(s.Integer("continuations"), s.Integer("thinkingTokens"), s.Number("temperature"))
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var forced = new ForcedConversation(session, temperature);
        var left = thinkingTokens;
        for (var i = 0; i <= continuations && left > 0; i++)
        {
            if (i > 0)
            {
                forced.Append(ForcedConversation.Wait);
            }

            var key = i == 0 ? StepKeys.Of("think") : StepKeys.Of("wait", i);
            if (
                await forced.ContinueAsync(i == 0 ? "think" : "wait", key, left, cancellationToken).ConfigureAwait(false)
                is not { IsGood: true } reply
            )
            {
                return Answer.Failed;
            }

            left -= session.Behaviour.OutputTokens(i == 0 ? "think" : "wait", key) ?? reply.CompletionTokens ?? 0;
        }

        forced.Append(ForcedConversation.End);
        var last = await forced.ContinueAsync("conclude", StepKeys.Of("conclude"), null, cancellationToken).ConfigureAwait(false);
        if (!last.IsGood)
        {
            return Answer.Failed;
        }

        var answer = session.ReadAnswer(ForcedConversation.WithAnswerPrefix(last), StepKeys.Of("conclude"));
        return answer is null ? Answer.NoAnswer : new Answer(answer, [last.Step]);
    }
}
