using AgentLoad.Inference;
using AgentLoad.Simulation;

namespace AgentLoad.Testing;

/// <summary>
/// A simulated model that goes by how often its conversation has been answered: the n-th reply is the n-th of these, and the last for good.
/// </summary>
internal sealed class ScriptedReplies(params Func<IReadOnlyList<ChatMessage>, SimulatedReply>[] replies) : IReplyGenerator
{
    public SimulatedReply Generate(SimulatedPrompt prompt) =>
        replies[Math.Min(prompt.Messages.Count(message => message.Role == ChatRole.Assistant), replies.Length - 1)](prompt.Messages);
}
