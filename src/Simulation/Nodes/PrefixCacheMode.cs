namespace AgentLoad.Simulation.Nodes;

/// <summary>Prefix cache modes.</summary>
public enum PrefixCacheMode
{
    /// <summary>No cache: every prompt is processed completely.</summary>
    None,

    /// <summary>Each slot keeps its last sequence, as llama.cpp and Ollama do.</summary>
    PerSlot,

    /// <summary>Blocks of 16 tokens shared by all calls and evicted least recently used first, as in vLLM.</summary>
    Global,
}
