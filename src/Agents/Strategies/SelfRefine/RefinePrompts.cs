using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.SelfRefine;

/// <summary>What Self-Refine says to a model. The verdict comes first, so that the answer is the last thing said.</summary>
public static class RefinePrompts
{
    /// <summary>Asks for feedback and fix in one reply.</summary>
    public const string Ask =
        "Go through your answer above and check every step. Then write the line Verdict: yes if it is right, and nothing more. "
        + "If it is not, write the line Verdict: no, say what is wrong, and work the problem out again in full, in the form asked for.";

    /// <summary>The conversation: the question, the answer of the moment, and the request to go through it.</summary>
    public static IReadOnlyList<ChatMessage> Of(ChatMessage question, string answer) =>
        [question, ChatMessage.Assistant(answer), ChatMessage.User(Ask)];
}
