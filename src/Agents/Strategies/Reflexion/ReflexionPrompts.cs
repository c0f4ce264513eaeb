using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies.ReAct;

namespace AgentLoad.Agents.Strategies.Reflexion;

/// <summary>What a Reflexion agent says to a model. Thought and action are calls of their own, as in the reference implementation.</summary>
public static class ReflexionPrompts
{
    /// <summary>Asks for a thought.</summary>
    public const string Think = "Write your next thought only: what you know and what you need next.";

    /// <summary>Asks for an action.</summary>
    public const string Act = "Write your next action only, as one line.";

    /// <summary>The observation after an action that could not be read.</summary>
    public const string Invalid = "Invalid action.";

    /// <summary>Asks whether a trial came to the right answer, where a model checks.</summary>
    public const string Check = $"Check step by step whether your final answer is right, then {GradeText.AskVerdict}";

    /// <summary>Asks for a lesson from a trial that failed.</summary>
    public const string Reflect =
        "This did not lead to the right answer. Say in a few sentences why it failed, and make a new, short plan that avoids the failure.";

    /// <summary>How a trial begins: the same for all trials up to the reflections.</summary>
    internal static string Start(Problem problem, IReadOnlyList<string> reflections)
    {
        var lessons =
            reflections.Count == 0
                ? ""
                : $"You tried before and failed. What you noted:\n{string.Join('\n', reflections.Select(r => $"- {r.Trim()}"))}\n\n";
        return $"{ReActPrompts.Tools(problem)}\nThoughts and actions take turns. An action is either Action: name[{{\"argument\": \"value\"}}]\n"
            + $"or, once you know the answer, Final Answer: the answer\n\n{lessons}{Think}";
    }

    /// <summary>What the agent sees after an action, and the request for the next thought.</summary>
    internal static string Observed(string text) => $"Observation: {text}\n{Think}";
}
