using System.Text.Json;

namespace AgentLoad.Agents.Problems.Datasets.Files;

/// <summary>
/// Reads the turns of a conversation: ShareGPT ("from" human or gpt, "value") or chat messages ("role" user or assistant, "content").
/// </summary>
internal static class Conversation
{
    /// <summary>Returns the turns; null if the value is not a conversation.</summary>
    public static IReadOnlyList<ConversationTurn>? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            return null;
        }

        var turns = new List<ConversationTurn>();
        foreach (var item in value.EnumerateArray())
        {
            if (Turn(item) is not { } turn)
            {
                return null;
            }

            turns.Add(turn);
        }

        return turns;
    }

    /// <summary>
    /// Returns the first question with the system message before it, and the reply to it. Null if the conversation does not start with a
    /// question.
    /// </summary>
    public static (string Question, string? Reply)? FirstExchange(IReadOnlyList<ConversationTurn> turns)
    {
        var system = turns.TakeWhile(turn => turn.Speaker == Speaker.System).ToArray();
        if (system.Length == turns.Count || turns[system.Length] is not { Speaker: Speaker.User, Text: { Length: > 0 } question })
        {
            return null;
        }

        return (
            string.Join("\n\n", [.. system.Select(turn => turn.Text), question]),
            turns.ElementAtOrDefault(system.Length + 1) is { Speaker: Speaker.Assistant } reply ? reply.Text : null
        );
    }

    private static ConversationTurn? Turn(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var (speaker, text) = item.TryGetProperty("from", out var from)
            ? (from, item.TryGetProperty("value", out var value) ? value : default)
            : (
                item.TryGetProperty("role", out var role) ? role : default,
                item.TryGetProperty("content", out var content) ? content : default
            );
        return speaker.ValueKind == JsonValueKind.String && text.ValueKind == JsonValueKind.String
            ? new ConversationTurn(
                speaker.GetString() switch
                {
                    "human" or "user" => Speaker.User,
                    "system" or "developer" => Speaker.System,
                    _ => Speaker.Assistant,
                },
                text.GetString()!
            )
            : null;
    }
}

/// <summary>A turn of a conversation.</summary>
/// <param name="Speaker">Who speaks.</param>
/// <param name="Text">The message.</param>
internal readonly record struct ConversationTurn(Speaker Speaker, string Text);

/// <summary>The speaker of a turn.</summary>
internal enum Speaker
{
    /// <summary>Instructions before the conversation.</summary>
    System,

    /// <summary>The user.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
