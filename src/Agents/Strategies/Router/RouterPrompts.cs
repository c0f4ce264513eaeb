using AgentLoad.Agents.Behaviour;

namespace AgentLoad.Agents.Strategies.Router;

/// <summary>What a routing model is asked, and the reader that a simulated model understands it by.</summary>
public static class RouterPrompts
{
    private const string Mark = "Do not solve this problem. Say how hard it is for a small model, from 0 (trivial) to 10 (hopeless):";

    /// <summary>Asks how hard a problem is.</summary>
    public static string Ask(string question) => $"{Mark}\n\n{question}\n\nThink no more than one line, then {GradeText.AskScore}";

    /// <summary>True where a text asks how hard a problem is.</summary>
    public static bool IsRoutingPrompt(string text) => text.Contains(Mark, StringComparison.Ordinal);
}
