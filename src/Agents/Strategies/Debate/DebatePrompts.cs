using System.Text;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Debate;

/// <summary>The prompts of a debate.</summary>
internal static class DebatePrompts
{
    /// <summary>Start of the message.</summary>
    public const string Mark = "Other agents solved the problem as follows.";

    /// <summary>Returns the prompt with the latest solutions of the other agents.</summary>
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
