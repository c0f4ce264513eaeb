using System.Runtime.InteropServices;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// The prompts that a task has sent, as a tree of messages. It determines how much of the next prompt was sent before: the maximum that an
/// unlimited prefix cache could save. The common prefix is the longest one over all earlier prompts to the same model, of equal leading
/// messages plus the equal leading text of the first differing message. It is measured in characters, because no tokenizer is available.
/// Tool definitions are not counted. Of two concurrent prompts, the one requested first is the earlier one. Not thread-safe.
/// </summary>
internal sealed class SentPrompts
{
    private readonly Dictionary<string, Node> _roots = new(StringComparer.Ordinal);

    /// <summary>Adds a prompt and returns the fraction of its characters, 0 to 1, that was sent before.</summary>
    public double Add(string model, IReadOnlyList<ChatMessage> messages)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_roots, model, out _);
        var at = node ??= new Node();
        long total = 0;
        long common = 0;
        var isCommon = true;
        foreach (var message in messages)
        {
            var length = Length(message);
            total += length;
            if (at.Next.TryGetValue(message, out var next))
            {
                common += length;
            }
            else
            {
                common += isCommon ? CommonText(at, message) : 0;
                isCommon = false;
                at.Next.Add(message, next = new Node());
            }

            at = next;
        }

        return total == 0 ? 0 : common / (double)total;
    }

    /// <summary>Returns the fraction of a prompt's characters, 0 to 1, that are the beginning of another prompt.</summary>
    public static double CommonShare(IReadOnlyList<ChatMessage> other, IReadOnlyList<ChatMessage> prompt)
    {
        long common = 0;
        var i = 0;
        for (; i < prompt.Count && i < other.Count && prompt[i] == other[i]; i++)
        {
            common += Length(prompt[i]);
        }

        if (i < prompt.Count && i < other.Count && prompt[i].Role == other[i].Role)
        {
            common += prompt[i].Content.AsSpan().CommonPrefixLength(other[i].Content);
        }

        var total = prompt.Sum(Length);
        return total == 0 ? 0 : common / (double)total;
    }

    private static long CommonText(Node at, ChatMessage message)
    {
        var longest = 0;
        foreach (var other in at.Next.Keys)
        {
            if (other.Role == message.Role)
            {
                longest = Math.Max(longest, message.Content.AsSpan().CommonPrefixLength(other.Content));
            }
        }

        return longest;
    }

    private static long Length(ChatMessage message)
    {
        long length = message.Content.Length;
        foreach (var call in message.ToolCalls)
        {
            length += call.Name.Length + call.Arguments.Length;
        }

        return length;
    }

    private sealed class Node
    {
        public Dictionary<ChatMessage, Node> Next { get; } = [];
    }
}
