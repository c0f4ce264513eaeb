using System.Text;
using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.ChatClient;

/// <summary>What an <see cref="IChatClient"/> gave, update by update.</summary>
/// <param name="onText">Told of each piece of text; null for no one.</param>
internal sealed class ReceivedUpdates(Action<string>? onText)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly List<ToolCall> _toolCalls = [];

    public string Text => _text.ToString();

    public string Thinking => _thinking.ToString();

    public IReadOnlyList<ToolCall> ToolCalls => _toolCalls;

    /// <summary>Why the model ended, once it has said so.</summary>
    public ChatFinishReason? FinishReason { get; private set; }

    /// <summary>Token counts, once they were given.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>Takes an update in; says whether it held reasoning, and whether it held any other output.</summary>
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
