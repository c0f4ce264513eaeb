namespace AgentLoad.Inference.Endpoints;

/// <summary>API that a model server speaks.</summary>
public enum ModelApi
{
    /// <summary>Ollama's native API.</summary>
    Ollama,

    /// <summary>The OpenAI-compatible API of Ollama, vLLM, SGLang, llama-server, TGI and others.</summary>
    OpenAI,
}

/// <summary>How a pool chooses the endpoint of a call.</summary>
public enum Routing
{
    /// <summary>One after another.</summary>
    RoundRobin,

    /// <summary>The one with the fewest calls under way.</summary>
    LeastOutstanding,

    /// <summary>All calls of a task on one endpoint, so that its prefix cache serves them.</summary>
    StickyByTask,
}

/// <summary>One model server.</summary>
/// <param name="Url">Base address.</param>
/// <param name="Api">API that it speaks.</param>
/// <param name="ApiKey">Bearer key, or null.</param>
public sealed record EndpointOptions(Uri Url, ModelApi Api, string? ApiKey = null);
