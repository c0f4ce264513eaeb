using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies.ReAct;

namespace AgentLoad.Agents.Strategies.Reflexion;

/// <summary>The prompts of a Reflexion agent. Thought and action are separate calls, as in the reference implementation.</summary>
internal static class ReflexionPrompts
{
    /// <summary>Requests a thought.</summary>
    public const string Think = "Write your next thought only: what you know and what you need next.";

    /// <summary>Requests an action.</summary>
    public const string Act = "Write your next action only, as one line.";

    /// <summary>The observation after an action that could not be parsed.</summary>
    public const string Invalid = "Invalid action.";

    /// <summary>Requests a verdict on the answer of a trial.</summary>
    public const string Check = $"Check step by step whether your final answer is right, then {VerdictText.Ask}";

    /// <summary>Requests a reflection on a failed trial.</summary>
    public const string Reflect =
        "This did not lead to the right answer. Say in a few sentences why it failed, and make a new, short plan that avoids the failure.";

    /// <summary>Returns the first message of a trial. All trials share it up to the reflections.</summary>
    internal static string Start(Problem problem, IReadOnlyList<string> reflections)
    {
        var lessons =
            reflections.Count == 0
                ? ""
                : $"You tried before and failed. What you noted:\n{string.Join('\n', reflections.Select(r => $"- {r.Trim()}"))}\n\n";
        return $"{ReActPrompts.Tools(problem)}\nThoughts and actions take turns. "
            + $"An action is either Action: name[{{\"argument\": \"value\"}}]\n"
            + $"or, once you know the answer, Final Answer: the answer\n\n{lessons}{Think}";
    }

    /// <summary>Returns the observation after an action with the request for the next thought.</summary>
    internal static string Observed(string text) => $"Observation: {text}\n{Think}";
}
