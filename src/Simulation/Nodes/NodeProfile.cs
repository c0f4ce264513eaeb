namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// The performance and capacity of a node. One iteration of the batch takes <c>base + perPrefillToken·n + perDecodeSequence·b +
/// perKvToken·kv</c> seconds, where n is the number of prompt tokens processed, b the number of sequences that get a token, and kv the
/// number of tokens of those sequences in the KV cache when it starts (the linear model of inference-sim, BLIS, with a term for reading the
/// cache).
/// </summary>
internal sealed record NodeProfile
{
    /// <summary>Name of the profile.</summary>
    public required string Name { get; init; }

    /// <summary>One-line description of hardware, engine and model.</summary>
    public required string Description { get; init; }

    /// <summary>Source of the values, and which of them are derived.</summary>
    public required string Source { get; init; }

    /// <summary>Constant time of an iteration in seconds (reading weights, launching kernels).</summary>
    public required double BaseSeconds { get; init; }

    /// <summary>Seconds per processed prompt token.</summary>
    public required double PerPrefillToken { get; init; }

    /// <summary>Seconds per sequence that gets a token.</summary>
    public required double PerDecodeSequence { get; init; }

    /// <summary>Seconds per token in the KV cache of a decoding sequence.</summary>
    public double PerKvToken { get; init; }

    /// <summary>Maximum number of concurrent calls of one model (OLLAMA_NUM_PARALLEL, max_num_seqs).</summary>
    public required int Slots { get; init; }

    /// <summary>Capacity of the KV cache in tokens.</summary>
    public required int KvCapacity { get; init; }

    /// <summary>Maximum number of prompt tokens processed in one iteration.</summary>
    public int PrefillChunk { get; init; } = 512;

    /// <summary>Prefix cache mode.</summary>
    public PrefixCacheMode PrefixCache { get; init; } = PrefixCacheMode.PerSlot;

    /// <summary>Time to load a model in seconds; 0 for a server that loads at startup.</summary>
    public double LoadSeconds { get; init; }

    /// <summary>Seconds that an idle model stays loaded by default (OLLAMA_KEEP_ALIVE).</summary>
    public double KeepAliveSeconds { get; init; } = 300;

    /// <summary>Maximum number of calls that wait behind the one that loads a model (OLLAMA_MAX_QUEUE).</summary>
    public int QueueLimit { get; init; } = 512;

    /// <summary>Default context in tokens (OLLAMA_CONTEXT_LENGTH).</summary>
    public int DefaultContext { get; init; } = 4096;

    /// <summary>Maximum number of loaded models (OLLAMA_MAX_LOADED_MODELS).</summary>
    public int MaxLoaded { get; init; } = 3;

    /// <summary>Returns the time of one iteration in seconds.</summary>
    /// <param name="prefillTokens">Prompt tokens processed.</param>
    /// <param name="sequences">Sequences that get a token.</param>
    /// <param name="kvTokens">Tokens of those sequences in the KV cache.</param>
    public double StepSeconds(int prefillTokens, int sequences, long kvTokens) =>
        BaseSeconds + (PerPrefillToken * prefillTokens) + (PerDecodeSequence * sequences) + (PerKvToken * kvTokens);

    /// <summary>Validates the profile.</summary>
    /// <exception cref="ArgumentException">A value is invalid; the message contains the value and what is allowed.</exception>
    public NodeProfile Validated()
    {
        Require(BaseSeconds >= 0 && PerPrefillToken >= 0 && PerDecodeSequence >= 0 && PerKvToken >= 0, "step times must be 0 or above");
        Require(StepSeconds(1, 0, 0) > 0 && StepSeconds(0, 1, 0) > 0, "an iteration must take more than 0 s");
        Require(Slots > 0, $"slots must be at least 1, found {Slots}");
        Require(PrefillChunk > 0, $"prefill chunk must be at least 1, found {PrefillChunk}");
        Require(DefaultContext >= 16, $"context must be at least 16 tokens, found {DefaultContext}");
        Require(KvCapacity >= DefaultContext, $"KV capacity must hold one context of {DefaultContext} tokens, found {KvCapacity}");
        Require(MaxLoaded > 0 && QueueLimit >= 0 && LoadSeconds >= 0 && KeepAliveSeconds >= 0, "limits must not be negative");
        return this;
    }

    private void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException($"node profile '{Name}': {message}");
        }
    }
}
