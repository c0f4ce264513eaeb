using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Replies;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies;

/// <summary>
/// Prompts to grade a reply. They continue the conversation of the reply, so that they share its prompt as a prefix.
/// </summary>
internal static class GradePrompts
{
    private const string Check = "Check step by step whether your answer above is right, then";

    /// <summary>Returns the prompt for a score.</summary>
    /// <param name="prompt">The graded prompt.</param>
    /// <param name="reply">The graded reply.</param>
    public static IReadOnlyList<ChatMessage> Score(IReadOnlyList<ChatMessage> prompt, string reply) =>
        [.. prompt, ChatMessage.Assistant(reply), ChatMessage.User($"{Check} {GradeText.AskScore}")];

    /// <summary>Returns the prompt for a verdict.</summary>
    /// <param name="prompt">The graded prompt.</param>
    /// <param name="reply">The graded reply.</param>
    public static IReadOnlyList<ChatMessage> Verdict(IReadOnlyList<ChatMessage> prompt, string reply) =>
        [.. prompt, ChatMessage.Assistant(reply), ChatMessage.User($"{Check} {VerdictText.Ask}")];
}
