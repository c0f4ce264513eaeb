using System.Text;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Debate;

/// <summary>What debaters are told of each other.</summary>
public static class DebatePrompts
{
    /// <summary>What the message begins with.</summary>
    public const string Mark = "Other agents solved the problem as follows.";

    /// <summary>The other agents' latest solutions, and the request to answer again.</summary>
    public static ChatMessage Others(IEnumerable<string> solutions)
    {
        var text = new StringBuilder(Mark);
        var number = 0;
        foreach (var solution in solutions)
        {
            text.Append($"\n\nSolution {++number}:\n{solution}");
        }

        return ChatMessage.User(
            text.Append("\n\nTake their reasoning as advice, check it against yours, and answer the problem again, in the form asked for.")
                .ToString()
        );
    }
}
