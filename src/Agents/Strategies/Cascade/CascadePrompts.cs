using AgentLoad.Agents.Driving;
using AgentLoad.Agents.Problems;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Cascade;

/// <summary>What a scoring model is asked.</summary>
internal static class CascadePrompts
{
    /// <summary>Asks for a score of an answer, as a reply to the question.</summary>
    public static IReadOnlyList<ChatMessage> Score(Problem problem, string answer) =>
    [
        ChatMessage.User(problem.ReasoningPrompt),
        ChatMessage.Assistant(AnswerLine.Write(answer)),
        ChatMessage.User($"Check step by step whether your answer above is right, then {GradeText.AskScore}"),
    ];
}
