using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>The language an endpoint speaks.</summary>
public enum ModelApi
{
    /// <summary>Ollama's own API under <c>/api</c>.</summary>
    Ollama,

    /// <summary>The OpenAI-compatible API under <c>/v1</c> (vLLM, SGLang, llama-server, TGI, Ollama).</summary>
    OpenAI,
}

/// <summary>One endpoint of a workload. Its text form holds neither key nor password.</summary>
/// <param name="Url">Address: <c>http://host:port</c>; <c>user:password@</c> becomes basic authorization.</param>
/// <param name="Api">The API to speak there.</param>
/// <param name="ApiKey">Bearer token, or null.</param>
/// <param name="Name">Name in records; null names it by scheme, host and port.</param>
public sealed record EndpointOptions(string Url, ModelApi Api, string? ApiKey = null, string? Name = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Api} at {EndpointAddress.From(this).Url}{(ApiKey is null ? "" : $" (key {Secrets.Mask})")}";
}
