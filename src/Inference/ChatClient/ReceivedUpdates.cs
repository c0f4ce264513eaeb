using System.Text;
using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.ChatClient;

/// <summary>Accumulates the updates of an <see cref="IChatClient"/>.</summary>
/// <param name="onText">Callback for each piece of text; null if not needed.</param>
internal sealed class ReceivedUpdates(Action<string>? onText)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly List<ToolCall> _toolCalls = [];

    public string Text => _text.ToString();

    public string Thinking => _thinking.ToString();

    public IReadOnlyList<ToolCall> ToolCalls => _toolCalls;

    /// <summary>Finish reason; null until the model reports it.</summary>
    public ChatFinishReason? FinishReason { get; private set; }

    /// <summary>Token counts; null until they are reported.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>Adds an update. Returns whether it contains reasoning and whether it contains other output.</summary>
    public (bool HasThinking, bool HasOutput) Add(ChatResponseUpdate update)
    {
        FinishReason = update.FinishReason ?? FinishReason;
        var (hasThinking, hasOutput) = (false, false);
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextReasoningContent { Text.Length: > 0 } reasoning:
                    _thinking.Append(reasoning.Text);
                    hasThinking = true;
                    break;
                case TextContent { Text.Length: > 0 } text:
                    _text.Append(text.Text);
                    onText?.Invoke(text.Text);
                    hasOutput = true;
                    break;
                case FunctionCallContent call:
                    _toolCalls.Add(ChatMessages.Of(call));
                    hasOutput = true;
                    break;
                case UsageContent usage:
                    (Usage ??= new()).Add(usage.Details);
                    break;
            }
        }

        return (hasThinking, hasOutput);
    }
}
