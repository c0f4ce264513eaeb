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

    /// <summary>
    /// Name of the header with the API key; null for <c>Authorization: Bearer</c>. Azure OpenAI expects <c>api-key</c>.
    /// </summary>
    public string? ApiKeyHeader { get; init; }

    /// <summary>Additional headers of every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Fields that requests leave out, rename or add.</summary>
    public RequestShape Shape { get; init; } = RequestShape.Default;

    /// <summary>Headers that identify calls; null for none.</summary>
    public IdentityHeaders? Identity { get; init; }

    /// <summary>Name of the run for <see cref="Identity"/>.</summary>
    public string Run { get; init; } = "run";

    /// <inheritdoc/>
    public override string ToString() => $"{Api} at {EndpointAddress.From(this).Url}{(ApiKey is null ? "" : $" (key {Secrets.Mask})")}";
}
