namespace AgentLoad.Inference;

/// <summary>How a model generates. Null leaves the choice to the server.</summary>
public sealed record GenerationOptions
{
    /// <summary>Limit on completion tokens; always positive, because servers take 0 and negative values as "no limit".</summary>
    /// <value>The default is 512.</value>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Produce exactly <see cref="MaxTokens"/> where the server can (vLLM, SGLang, llama-server: <c>ignore_eos</c>).</summary>
    public bool FixedLength { get; init; }

    /// <summary>Sampling temperature, 0 or above.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling, 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Seed of the server's sampler.</summary>
    public long? Seed { get; init; }

    /// <summary>Texts that end generation.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Context length in tokens (Ollama's <c>num_ctx</c>): one value per model and run, or the model reloads.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Thinking on or off; null leaves it out of the request.</summary>
    public bool? Think { get; init; }

    /// <summary>Ask for a JSON object.</summary>
    public bool Json { get; init; }

    /// <summary>How long the server keeps the model loaded ("5m", "-1"), Ollama only.</summary>
    public string? KeepAlive { get; init; }
}
