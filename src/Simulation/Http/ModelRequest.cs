using AgentLoad.Inference;

namespace AgentLoad.Simulation.Http;

/// <summary>A request for a reply, whichever API it came through.</summary>
internal sealed record ModelRequest
{
    public required string Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public bool Stream { get; init; } = true;

    /// <summary>Limit on tokens; 0 and below for none.</summary>
    public int NumPredict { get; init; } = -1;

    public int? NumContext { get; init; }

    public double Temperature { get; init; } = 0.8;

    public long? Seed { get; init; }

    public IReadOnlyList<string> Stops { get; init; } = [];

    public bool Json { get; init; }

    public bool? Think { get; init; }

    /// <summary>Seconds that the model stays loaded; null leaves it to the node.</summary>
    public double? KeepAlive { get; init; }

    /// <summary>A prompt longer than the context is cut; else it is an error.</summary>
    public bool Truncate { get; init; } = true;

    public bool IncludeUsage { get; init; }

    /// <summary>Goes on to the limit, as vLLM, SGLang and llama-server do on request.</summary>
    public bool IgnoreEnd { get; init; }
}

/// <summary>A request that gets an error for an answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Late">Found by the model's runner: the server had already settled on a stream, which shows in the headers.</param>
internal sealed record ApiError(int Status, string Message, bool Late = false);
