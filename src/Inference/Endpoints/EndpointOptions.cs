using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>The language an endpoint speaks.</summary>
public enum ModelApi
{
    /// <summary>Ollama's own API under <c>/api</c>.</summary>
    Ollama,

    /// <summary>The OpenAI-compatible API under <c>/v1</c> (vLLM, SGLang, llama-server, TGI, Ollama).</summary>
    OpenAI,

    /// <summary>Ollama's own API, spoken by OllamaSharp.</summary>
    OllamaSharp,

    /// <summary>Whatever an <c>IChatClient</c> of the user's speaks; see <see cref="EndpointOptions.Client"/>.</summary>
    ChatClient,
}

/// <summary>One endpoint of a workload. Its text form holds neither key nor password.</summary>
/// <param name="Url">Address: <c>http://host:port</c>; <c>user:password@</c> becomes basic authorization.</param>
/// <param name="Api">The API to speak there.</param>
/// <param name="ApiKey">Bearer token, or null.</param>
/// <param name="Name">Name in records; null names it by scheme, host and port.</param>
public sealed record EndpointOptions(string Url, ModelApi Api, string? ApiKey = null, string? Name = null)
{
    /// <summary>Type of the user's that makes the client of <see cref="ModelApi.ChatClient"/>; null for every other API.</summary>
    public UserType? Client { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Api} at {EndpointAddress.From(this).Url}{(ApiKey is null ? "" : $" (key {Secrets.Mask})")}";
}
