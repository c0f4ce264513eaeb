using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Strategies.Router;

/// <summary>The prompt of a routing model, and its parser for simulated models.</summary>
internal static class RouterPrompts
{
    private const string Mark = "Do not solve this problem. Say how hard it is for a small model, from 0 (trivial) to 10 (hopeless):";

    /// <summary>Returns the prompt to estimate the difficulty of a problem.</summary>
    public static string Ask(string question) => $"{Mark}\n\n{question}\n\nThink no more than one line, then {GradeText.AskScore}";

    /// <summary>Returns true if a prompt requests the difficulty of a problem.</summary>
    public static bool IsRoutingPrompt(string text) => text.Contains(Mark, StringComparison.Ordinal);
}
