namespace AgentLoad.Simulation.Nodes;

/// <summary>What a node keeps of earlier prompts.</summary>
public enum PrefixCacheMode
{
    /// <summary>Nothing: every prompt is worked on whole.</summary>
    None,

    /// <summary>Each slot keeps its last sequence, as llama.cpp and Ollama do.</summary>
    PerSlot,

    /// <summary>Blocks of 16 tokens shared by all calls and dropped least recently used first, as vLLM does.</summary>
    Global,
}
