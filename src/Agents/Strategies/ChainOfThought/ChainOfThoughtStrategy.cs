using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.ChainOfThought;

/// <summary>One call with reasoning before the answer (Wei et al. 2022, arXiv 2201.11903). Calls = 1.</summary>
internal sealed class ChainOfThoughtStrategy : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "chain-of-thought",
            "One call with reasoning before the answer.",
            "calls = 1",
            "Wei et al. 2022, arXiv 2201.11903",
            [],
            _ => new ChainOfThoughtStrategy()
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
        SingleCall.SolveAsync(
            session,
            new CallSpec("reason", StepKeys.Of("reason"), [ChatMessage.User(session.Problem.ReasoningPrompt)]),
            cancellationToken
        );
}
