namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// How fast a node works and how much it holds. One iteration of the batch takes
/// <c>base + perPrefillToken·n + perDecodeSequence·b + perKvToken·kv</c> seconds, where n is the prompt tokens worked on in it, b the
/// sequences that get a token each, and kv the tokens those sequences hold in the KV cache at its start
/// (the linear model of inference-sim, BLIS, with a term for the cache read).
/// </summary>
public sealed record NodeProfile
{
    /// <summary>Name to choose it by.</summary>
    public required string Name { get; init; }

    /// <summary>Hardware, engine and model in one line.</summary>
    public required string Description { get; init; }

    /// <summary>Where the figures come from, and what is derived.</summary>
    public required string Source { get; init; }

    /// <summary>Seconds that an iteration takes before any work is counted (weights read, kernels launched).</summary>
    public required double BaseSeconds { get; init; }

    /// <summary>Seconds for each prompt token worked on.</summary>
    public required double PerPrefillToken { get; init; }

    /// <summary>Seconds for each sequence that gets a token.</summary>
    public required double PerDecodeSequence { get; init; }

    /// <summary>Seconds for each token that a decoding sequence holds in the KV cache.</summary>
    public double PerKvToken { get; init; }

    /// <summary>Calls worked on at once for one model (OLLAMA_NUM_PARALLEL, max_num_seqs).</summary>
    public required int Slots { get; init; }

    /// <summary>Tokens that the KV cache holds.</summary>
    public required int KvCapacity { get; init; }

    /// <summary>Most prompt tokens worked on in one iteration.</summary>
    public int PrefillChunk { get; init; } = 512;

    /// <summary>What is kept of earlier prompts.</summary>
    public PrefixCacheMode PrefixCache { get; init; } = PrefixCacheMode.PerSlot;

    /// <summary>Seconds that loading a model takes; 0 for a server that loads before it serves.</summary>
    public double LoadSeconds { get; init; }

    /// <summary>Seconds that an idle model stays loaded unless the call says otherwise (OLLAMA_KEEP_ALIVE).</summary>
    public double KeepAliveSeconds { get; init; } = 300;

    /// <summary>Calls that may wait behind the one that has a model loaded (OLLAMA_MAX_QUEUE).</summary>
    public int QueueLimit { get; init; } = 512;

    /// <summary>Context in tokens of a call that does not say (OLLAMA_CONTEXT_LENGTH).</summary>
    public int DefaultContext { get; init; } = 4096;

    /// <summary>Models loaded at once (OLLAMA_MAX_LOADED_MODELS).</summary>
    public int MaxLoaded { get; init; } = 3;

    /// <summary>Seconds of one iteration.</summary>
    /// <param name="prefillTokens">Prompt tokens worked on.</param>
    /// <param name="sequences">Sequences that get a token.</param>
    /// <param name="kvTokens">Tokens that those sequences hold.</param>
    public double StepSeconds(int prefillTokens, int sequences, long kvTokens) =>
        BaseSeconds + (PerPrefillToken * prefillTokens) + (PerDecodeSequence * sequences) + (PerKvToken * kvTokens);

    /// <summary>Checks that the figures make a node.</summary>
    /// <exception cref="ArgumentException">One line that names the figure and what is allowed.</exception>
    public NodeProfile Validated()
    {
        Require(BaseSeconds >= 0 && PerPrefillToken >= 0 && PerDecodeSequence >= 0 && PerKvToken >= 0, "step times must be 0 or above");
        Require(StepSeconds(1, 0, 0) > 0 && StepSeconds(0, 1, 0) > 0, "an iteration must take some time");
        Require(Slots > 0, $"slots must be 1 or above, found {Slots}");
        Require(PrefillChunk > 0, $"prefill chunk must be 1 or above, found {PrefillChunk}");
        Require(DefaultContext >= 16, $"context must be 16 tokens or above, found {DefaultContext}");
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
