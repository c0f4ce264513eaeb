using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.ReAct;

/// <summary>
/// ReAct: repeats thought and action, tool call and observation (Yao et al. 2022, arXiv 2210.03629; defaults of its reference
/// implementation). Calls ≤ steps, + 1 per action that cannot be parsed, because the model is then asked again for the action. Strictly
/// sequential; the conversation is append-only, so that each prompt is a prefix of the next. There is no answer if the steps are used up.
/// </summary>
/// <param name="steps">Maximum number of steps, at least 1.</param>
/// <param name="maxTokens">Maximum number of completion tokens per call; 0 means 100 or the length of an answer if that is more.</param>
/// <param name="temperature">Sampling temperature.</param>
/// <param name="context">Number of words of generated text before the question, different in each task.</param>
internal sealed class ReActStrategy(int steps, int maxTokens, double temperature, int context = 0) : IStrategy
{
    private const int DefaultTokens = 100;

    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "react",
            "Repeats thought, tool call and observation until it knows the answer.",
            "calls ≤ steps + replies without a parsable action, sequential",
            "Yao et al. 2022, arXiv 2210.03629",
            [
                new Parameter("steps", ParameterKind.Integer, 7L, "Maximum number of steps of thought and action.") { Min = 1, Max = 1000 },
                new Parameter(
                    "maxTokens",
                    ParameterKind.Integer,
                    0L,
                    "Maximum number of completion tokens per call; 0 means 100, or the length of an answer if that is more."
                )
                {
                    Min = 0,
                    Max = 1000000,
                },
                new Parameter("temperature", ParameterKind.Number, 0.0, "Sampling temperature.") { Min = 0, Max = 2 },
                new Parameter(
                    "context",
                    ParameterKind.Integer,
                    0L,
                    "Number of words, about one token each, of generated text before the question, which represents the files and "
                        + "instructions in an agent's context; different in each task."
                )
                {
                    Min = 0,
                    Max = 200000,
                },
            ],
            s => new ReActStrategy(s.Integer("steps"), s.Integer("maxTokens"), s.Number("temperature"), s.Integer("context"))
        );

    /// <summary>
    /// Returns the token limit of a call: the setting, or if it is 0 the default of the reference implementation (100), raised to the
    /// length of an answer.
    /// </summary>
    internal static int LimitOf(int maxTokens, Problem problem) => maxTokens > 0 ? maxTokens : Math.Max(DefaultTokens, problem.ReplyTokens);

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var conversation = new ReActConversation(session, LimitOf(maxTokens, session.Problem), temperature, context);
        for (var step = 1; step <= steps; step++)
        {
            var action = await conversation.ActAsync("act", step, cancellationToken).ConfigureAwait(false);
            if (action is { Tool: null, Answer: null })
            {
                action = await conversation.AskAgainAsync(step, cancellationToken).ConfigureAwait(false);
            }

            if (action is null)
            {
                return Answer.Failed;
            }

            if (action.Answer is { } answer)
            {
                return new Answer(answer, [conversation.LastStep]);
            }

            await conversation.ObserveAsync(action.Tool, step, cancellationToken).ConfigureAwait(false);
        }

        return Answer.NoAnswer;
    }
}
