namespace AgentLoad.Inference;

/// <summary>Generation options. Null uses the default of the server.</summary>
internal sealed record GenerationOptions
{
    /// <summary>Maximum number of completion tokens; always positive, because servers treat 0 and negative values as "no limit".</summary>
    /// <value>The default is 512.</value>
    public int MaxTokens { get; init; } = 512;

    /// <summary>
    /// True to generate exactly <see cref="MaxTokens"/> tokens if the server supports it (vLLM, SGLang, llama-server: <c>ignore_eos</c>).
    /// </summary>
    public bool FixedLength { get; init; }

    /// <summary>Sampling temperature, at least 0.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling, 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Sampling seed.</summary>
    public long? Seed { get; init; }

    /// <summary>Stop sequences.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Context length in tokens (<c>num_ctx</c> of Ollama). Changing it for a loaded model reloads the model.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Whether and how long the model thinks; null omits the option from the request.</summary>
    public ThinkLevel? Think { get; init; }

    /// <summary>True to request a JSON object.</summary>
    public bool Json { get; init; }

    /// <summary>Time for which the server keeps the model loaded ("5m", "-1"); Ollama only.</summary>
    public string? KeepAlive { get; init; }
}
