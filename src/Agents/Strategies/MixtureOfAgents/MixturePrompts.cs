using System.Text;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.MixtureOfAgents;

/// <summary>What the layers of a mixture of agents are told.</summary>
public static class MixturePrompts
{
    /// <summary>What the instructions of a layer that reads another begin with.</summary>
    public const string Mark = "You are given responses of several models to the user's problem.";

    /// <summary>The question, after the responses of the layer before where there is one.</summary>
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
