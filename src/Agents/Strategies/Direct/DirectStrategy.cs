using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Direct;

/// <summary>One call for the answer only. Calls = 1. The baseline of call amplification.</summary>
internal sealed class DirectStrategy : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new("direct", "One call for the answer only.", "calls = 1", "baseline: input-output prompting", [], _ => new DirectStrategy());

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
