using System.Text.Json;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Simulation.Answers;

/// <summary>Creates replies with reasoning and an answer, in the format that the prompt requests.</summary>
internal static class WorkedReply
{
    private const string ResultMark = "That gives ";

    /// <summary>
    /// Creates a reply: the answer alone, the answer after the reasoning, or a thought with a final answer for an agent's prompt.
    /// </summary>
    public static SimulatedReply Reply(Exchange exchange, bool isDirect, IReadOnlyList<string> lines, string answer) =>
        Text(
            exchange.IsReAct ? $"Thought: {string.Join(' ', lines)}\nFinal Answer: {answer}"
            : isDirect ? AnswerText.Write(answer)
            : $"{string.Join('\n', lines)}\n{Result(answer)}\n{AnswerText.Write(answer)}"
        );

    /// <summary>Formats the result line of a solution, from which the answer can be read.</summary>
    public static string Result(string answer) => $"{ResultMark}{answer}";

    /// <summary>Returns the last result in a solution; null if there is none.</summary>
    public static string? LastResult(string working)
    {
        var at = working.LastIndexOf(ResultMark, StringComparison.Ordinal);
        var rest = at < 0 ? "" : working[(at + ResultMark.Length)..].Split('\n')[0].Trim();
        return rest.Length == 0 ? null : rest;
    }

    /// <summary>Creates a tool call, natively if tools are offered natively, otherwise in text.</summary>
    public static SimulatedReply Action(Exchange exchange, string thought, string tool, object arguments)
    {
        var json = JsonSerializer.Serialize(arguments);
        return exchange.Prompt.Tools.Count > 0
            ? new SimulatedReply("", "", [new($"call_{exchange.Random.NextInt64():x16}", exchange.Tool(tool) ?? tool, json)])
            : Text($"Thought: {thought}\nAction: {tool}[{json}]");
    }

    /// <summary>Creates a reply that consists of text.</summary>
    public static SimulatedReply Text(string text) => new(text, "", []);
}
