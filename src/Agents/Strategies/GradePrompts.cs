using AgentLoad.Agents.Behaviour;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies;

/// <summary>
/// Asks a verifier about a reply by going on with the conversation that it answered, so that the whole prompt is shared with it.
/// </summary>
public static class GradePrompts
{
    private const string Check = "Check step by step whether your answer above is right, then";

    /// <summary>Asks for a score.</summary>
    /// <param name="prompt">What was asked.</param>
    /// <param name="reply">What was replied.</param>
    public static IReadOnlyList<ChatMessage> Score(IReadOnlyList<ChatMessage> prompt, string reply) =>
        [.. prompt, ChatMessage.Assistant(reply), ChatMessage.User($"{Check} {GradeText.AskScore}")];

    /// <summary>Asks for a yes or no.</summary>
    /// <param name="prompt">What was asked.</param>
    /// <param name="reply">What was replied.</param>
    public static IReadOnlyList<ChatMessage> Verdict(IReadOnlyList<ChatMessage> prompt, string reply) =>
        [.. prompt, ChatMessage.Assistant(reply), ChatMessage.User($"{Check} {GradeText.AskVerdict}")];
}
