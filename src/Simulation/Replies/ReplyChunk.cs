using AgentLoad.Inference;

namespace AgentLoad.Simulation.Replies;

/// <summary>The content of a streamed line.</summary>
internal enum ChunkKind
{
    Content,
    Thinking,
    Tool,
}

/// <summary>One line of a streamed reply.</summary>
/// <param name="AtToken">Number of tokens after which the line is due.</param>
/// <param name="Kind">Kind of the content.</param>
/// <param name="Text">Text; empty for a tool call.</param>
/// <param name="Call">Tool call; null for a text.</param>
/// <param name="Index">Index of the tool call in the reply.</param>
internal sealed record ReplyChunk(int AtToken, ChunkKind Kind, string Text, ToolCall? Call = null, int Index = 0);
