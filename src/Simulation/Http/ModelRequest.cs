using AgentLoad.Inference;

namespace AgentLoad.Simulation.Http;

/// <summary>A request for a reply, independent of the API.</summary>
internal sealed record ModelRequest
{
    public required string Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public bool Stream { get; init; } = true;

    /// <summary>Limit on completion tokens; 0 or less for none.</summary>
    public int NumPredict { get; init; } = -1;

    public int? NumContext { get; init; }

    public double Temperature { get; init; } = 0.8;

    public long? Seed { get; init; }

    public IReadOnlyList<string> Stops { get; init; } = [];

    public bool Json { get; init; }

    public bool? Think { get; init; }

    /// <summary>Seconds that the model stays loaded; null for the node's default.</summary>
    public double? KeepAlive { get; init; }

    /// <summary>True to truncate a prompt that exceeds the context; false to return an error.</summary>
    public bool Truncate { get; init; } = true;

    public bool IncludeUsage { get; init; }

    /// <summary>True to generate up to the token limit, as vLLM, SGLang and llama-server do on request.</summary>
    public bool IgnoreEnd { get; init; }
}

/// <summary>An error response.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">Error message.</param>
/// <param name="Late">True if the model runner found the error after the server had chosen a streaming response, which changes the
/// headers.</param>
internal sealed record ApiError(int Status, string Message, bool Late = false);
