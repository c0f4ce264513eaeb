using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.SelfRefine;

/// <summary>The prompts of Self-Refine. The verdict comes first, so that the answer is at the end of the reply.</summary>
internal static class RefinePrompts
{
    /// <summary>Requests feedback and correction in one reply.</summary>
    public const string Ask =
        "Go through your answer above and check every step. Then write the line Verdict: yes if it is right, and nothing more. "
        + "If it is not, write the line Verdict: no, say what is wrong, and work the problem out again in full, in the form asked for.";

    /// <summary>Returns the conversation: the question, the current answer and the request for feedback.</summary>
    public static IReadOnlyList<ChatMessage> Of(ChatMessage question, string answer) =>
        [question, ChatMessage.Assistant(answer), ChatMessage.User(Ask)];
}
