using System.Text;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.MixtureOfAgents;

/// <summary>The prompts of a mixture of agents.</summary>
internal static class MixturePrompts
{
    /// <summary>Start of the instructions for a layer that reads responses.</summary>
    public const string Mark = "You are given responses of several models to the user's problem.";

    /// <summary>Returns the question, after the responses of the previous layer if there is one.</summary>
    public static IReadOnlyList<ChatMessage> Of(string question, IReadOnlyList<string> responses)
    {
        if (responses.Count == 0)
        {
            return [ChatMessage.User(question)];
        }

        var text = new StringBuilder(Mark).Append(
            " Some of them may be wrong. Weigh them against each other and write one better response, not a copy of one of them."
        );
        for (var i = 0; i < responses.Count; i++)
        {
            text.Append($"\n\nResponse {i + 1}:\n{responses[i]}");
        }

        return [ChatMessage.System(text.ToString()), ChatMessage.User(question)];
    }
}
