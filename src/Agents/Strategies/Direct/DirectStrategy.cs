using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Direct;

/// <summary>One call that asks for the answer alone. Calls = 1. The baseline of amplification.</summary>
public sealed class DirectStrategy : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "direct",
            "One call that asks for the answer alone.",
            "calls = 1",
            "The baseline: input-output prompting",
            [],
            _ => new DirectStrategy()
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        SingleCall.SolveAsync(
            session,
            new CallSpec("answer", StepKeys.Of("answer"), [ChatMessage.User(session.Problem.DirectPrompt)]),
            cancellationToken
        );
}
