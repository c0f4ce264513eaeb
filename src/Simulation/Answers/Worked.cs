using AgentLoad.Agents.Problems;

namespace AgentLoad.Simulation.Answers;

/// <summary>Reasoning and the answer it came to, in the form that the prompt asks for.</summary>
internal static class Worked
{
    /// <summary>The answer alone, the reasoning before it, or a thought with a final answer where the prompt is an agent's.</summary>
    public static SimulatedReply Reply(Exchange exchange, bool isDirect, IReadOnlyList<string> lines, string answer) => Text(
        exchange.IsReAct ? $"Thought: {string.Join(' ', lines)}\nFinal Answer: {answer}"
        : isDirect ? AnswerLine.Write(answer)
        : $"{string.Join('\n', lines)}\n{AnswerLine.Write(answer)}");

    /// <summary>A reply that is text alone.</summary>
    public static SimulatedReply Text(string text) => new(text, "", []);
}
