using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>API of an endpoint.</summary>
public enum ModelApi
{
    /// <summary>Native Ollama API under <c>/api</c>.</summary>
    Ollama,

    /// <summary>The OpenAI-compatible API under <c>/v1</c> (vLLM, SGLang, llama-server, TGI, Ollama).</summary>
    OpenAI,

    /// <summary>Native Ollama API through OllamaSharp.</summary>
    OllamaSharp,

    /// <summary>A user's <c>IChatClient</c>; see <see cref="EndpointOptions.Client"/>.</summary>
    ChatClient,
}

/// <summary>One endpoint of a workload. <see cref="ToString"/> returns neither the key nor the password.</summary>
/// <param name="Url">URL: <c>http://host:port</c>; <c>user:password@</c> is sent as basic authorization.</param>
/// <param name="Api">API of the endpoint.</param>
/// <param name="ApiKey">Bearer token, or null.</param>
/// <param name="Name">Name in records; null for scheme, host and port.</param>
internal sealed record EndpointOptions(string Url, ModelApi Api, string? ApiKey = null, string? Name = null)
{
    /// <summary>User type that creates the client for <see cref="ModelApi.ChatClient"/>; null for every other API.</summary>
    public UserType? Client { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Api} at {EndpointAddress.From(this).Url}{(ApiKey is null ? "" : $" (key {Secrets.Mask})")}";
}
