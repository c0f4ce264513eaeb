namespace AgentLoad.Inference;

/// <summary>One call to a model server.</summary>
/// <param name="Model">Requested model.</param>
/// <param name="Messages">Messages of the conversation.</param>
/// <param name="Options">Generation options.</param>
internal sealed record CallRequest(string Model, IReadOnlyList<ChatMessage> Messages, GenerationOptions Options)
{
    /// <summary>Tools offered to the model; empty for none.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Maximum time from sent to end; null for no limit.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Id of the task, used for sticky routing.</summary>
    public long TaskId { get; init; }

    /// <summary>Key of the nested strategy that makes the call; null for the task itself.</summary>
    public string? Parent { get; init; }

    /// <summary>Number of nested strategies around the call.</summary>
    public int Depth { get; init; }

    /// <summary>Trace context of the call; null for none.</summary>
    public CallTrace? Trace { get; init; }

    /// <summary>
    /// Callback for each piece of reply text, called on the reading thread; it must be fast and must not throw. Null if not needed.
    /// </summary>
    public Action<string>? OnText { get; init; }
}

/// <summary>Role of a message.</summary>
internal enum ChatRole
{
    /// <summary>System instructions.</summary>
    System,

    /// <summary>The agent.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>The result of a tool call.</summary>
    Tool,
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Role.</param>
/// <param name="Content">Text.</param>
internal sealed record ChatMessage(ChatRole Role, string Content)
{
    private const int HashedCharacters = 64;

    /// <summary>Tool calls requested by the model in this message.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>For a tool result: id of the tool call.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>For a tool result: name of the tool.</summary>
    public string? ToolName { get; init; }

    /// <summary>Encoded images (PNG, JPEG) sent with the text.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Images { get; init; } = [];

    /// <summary>
    /// Returns a hash of the role and of the length and the end of the text: sets of sent prompts contain conversations of megabytes.
    /// </summary>
    public override int GetHashCode() =>
        HashCode.Combine(Role, Content.Length, string.GetHashCode(Content.AsSpan(Math.Max(0, Content.Length - HashedCharacters))));

    /// <summary>Creates a user message.</summary>
    public static ChatMessage User(string content) => new(ChatRole.User, content);

    /// <summary>Creates a system message.</summary>
    public static ChatMessage System(string content) => new(ChatRole.System, content);

    /// <summary>Creates an assistant message.</summary>
    public static ChatMessage Assistant(string content) => new(ChatRole.Assistant, content);
}

/// <summary>A tool offered to the model.</summary>
/// <param name="Name">Name of the tool.</param>
/// <param name="Description">Description of the tool.</param>
/// <param name="ParametersSchema">JSON schema of the arguments, as JSON text.</param>
public sealed record ToolDefinition(string Name, string Description, string ParametersSchema);

/// <summary>A tool call requested by the model.</summary>
/// <param name="Id">Id assigned by the server, or by the client if the server assigned none.</param>
/// <param name="Name">Name of the tool.</param>
/// <param name="Arguments">Arguments as JSON text.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments);
