using AgentLoad.Inference;

namespace AgentLoad.Simulation.Replies;

/// <summary>What a streamed line holds.</summary>
internal enum ChunkKind
{
    Content,
    Thinking,
    Tool,
}

/// <summary>One line of a streamed reply.</summary>
/// <param name="AtToken">Tokens that must be out before it is.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Text">Its text; empty for a tool call.</param>
/// <param name="Call">Its tool call.</param>
/// <param name="Index">Which tool call of the reply.</param>
internal sealed record ReplyChunk(int AtToken, ChunkKind Kind, string Text, ToolCall? Call = null, int Index = 0);
