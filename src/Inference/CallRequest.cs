namespace AgentLoad.Inference;

/// <summary>One call to a model server.</summary>
/// <param name="Model">Model to ask.</param>
/// <param name="Messages">The conversation so far.</param>
/// <param name="Options">How to generate.</param>
public sealed record CallRequest(string Model, IReadOnlyList<ChatMessage> Messages, GenerationOptions Options)
{
    /// <summary>Tools that the model may call; empty for none.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Longest time from sent to end; null for no limit.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The task, for routing that keeps a task on one endpoint.</summary>
    public long TaskId { get; init; }

    /// <summary>Told of each piece of the reply's text as it comes, on the thread that reads it; must be quick and never throw. Null for no one.</summary>
    public Action<string>? OnText { get; init; }
}

/// <summary>Who says a message.</summary>
public enum ChatRole
{
    /// <summary>Instructions.</summary>
    System,

    /// <summary>The agent.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>A tool's result.</summary>
    Tool,
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who says it.</param>
/// <param name="Content">Its text.</param>
public sealed record ChatMessage(ChatRole Role, string Content)
{
    /// <summary>Tools that the model asked for in this message.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>For a tool's result: the id of the call it answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>For a tool's result: the tool's name.</summary>
    public string? ToolName { get; init; }

    /// <summary>Encoded images (PNG, JPEG) that go with the text.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Images { get; init; } = [];

    /// <summary>A message of the agent.</summary>
    public static ChatMessage User(string content) => new(ChatRole.User, content);

    /// <summary>Instructions.</summary>
    public static ChatMessage System(string content) => new(ChatRole.System, content);

    /// <summary>A message of the model.</summary>
    public static ChatMessage Assistant(string content) => new(ChatRole.Assistant, content);
}

/// <summary>A tool offered to the model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="ParametersSchema">JSON schema of its arguments, as JSON text.</param>
public sealed record ToolDefinition(string Name, string Description, string ParametersSchema);

/// <summary>A tool call that the model asks for.</summary>
/// <param name="Id">The server's id for it, or one the client made.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">Its arguments, as JSON text.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);
