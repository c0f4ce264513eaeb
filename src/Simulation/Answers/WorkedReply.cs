using System.Text.Json;
using AgentLoad.Agents.Problems;

namespace AgentLoad.Simulation.Answers;

/// <summary>Reasoning and the answer it came to, in the form that the prompt asks for.</summary>
internal static class WorkedReply
{
    private const string ResultMark = "That gives ";

    /// <summary>The answer alone, the reasoning before it, or a thought with a final answer where the prompt is an agent's.</summary>
    public static SimulatedReply Reply(Exchange exchange, bool isDirect, IReadOnlyList<string> lines, string answer) =>
        Text(
            exchange.IsReAct ? $"Thought: {string.Join(' ', lines)}\nFinal Answer: {answer}"
            : isDirect ? AnswerLine.Write(answer)
            : $"{string.Join('\n', lines)}\n{Result(answer)}\n{AnswerLine.Write(answer)}"
        );

    /// <summary>The line of a working that says what it comes to, so that the answer can be told from the working alone.</summary>
    public static string Result(string answer) => $"{ResultMark}{answer}";

    /// <summary>What a working came to last; null where it came to nothing.</summary>
    public static string? LastResult(string working)
    {
        var at = working.LastIndexOf(ResultMark, StringComparison.Ordinal);
        var rest = at < 0 ? "" : working[(at + ResultMark.Length)..].Split('\n')[0].Trim();
        return rest.Length == 0 ? null : rest;
    }

    /// <summary>A tool call, natively where tools are offered so, else in text.</summary>
    public static SimulatedReply Action(Exchange exchange, string thought, string tool, object arguments)
    {
        var json = JsonSerializer.Serialize(arguments);
        return exchange.Prompt.Tools.Count > 0
            ? new SimulatedReply("", "", [new($"call_{exchange.Random.NextInt64():x16}", exchange.Tool(tool) ?? tool, json)])
            : Text($"Thought: {thought}\nAction: {tool}[{json}]");
    }

    /// <summary>A reply that is text alone.</summary>
    public static SimulatedReply Text(string text) => new(text, "", []);
}
