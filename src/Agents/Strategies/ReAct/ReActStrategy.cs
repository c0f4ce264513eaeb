using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.ReAct;

/// <summary>
/// Thought and action, tool, observation, and again (Yao et al. 2022, arXiv 2210.03629; defaults of its reference implementation).
/// Calls ≤ steps, +1 for each action that cannot be parsed: then the model is asked once more for the action alone. Strictly
/// sequential; the conversation only grows, so that each prompt is a prefix of the next. It gives up after the last step.
/// </summary>
/// <param name="steps">Most steps, at least 1.</param>
/// <param name="maxTokens">Limit on completion tokens of a call; 0 for 100 or what the problem's answers take.</param>
/// <param name="temperature">Sampling temperature.</param>
/// <param name="context">Words of made-up text before the question, another in each task.</param>
public sealed class ReActStrategy(int steps, int maxTokens, double temperature, int context = 0) : IStrategy
{
    private const int DefaultTokens = 100;

    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "react",
            "Thinks, calls a tool, observes, and again until it knows the answer.",
            "calls ≤ steps + replies without an action that can be parsed, one after another",
            "Yao et al. 2022, arXiv 2210.03629",
            [
                new Parameter("steps", ParameterKind.Integer, 7L, "Most steps of thought and action.") { Min = 1, Max = 1000 },
                new Parameter(
                    "maxTokens",
                    ParameterKind.Integer,
                    0L,
                    "Limit on completion tokens of a call; 0 for 100, or for what an answer to the problem takes where that is more."
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
                    "Words, about a token each, of made-up text before the question, as files and instructions that an agent carries along; another in each task."
                )
                {
                    Min = 0,
                    Max = 200000,
                },
            ],
            s => new ReActStrategy(s.Integer("steps"), s.Integer("maxTokens"), s.Number("temperature"), s.Integer("context"))
        );

    /// <summary>Limit on the tokens of a call: the given one, or where that is 0 the reference's 100, raised to what an answer takes.</summary>
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
