using AgentLoad.Inference.ChatClient;
using AgentLoad.Inference.Ollama;
using AgentLoad.Inference.OllamaSharp;
using AgentLoad.Inference.OpenAI;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>Creates clients for endpoints.</summary>
internal static class ModelClients
{
    /// <summary>Creates a client with its own connection pool. Sends no request.</summary>
    /// <exception cref="EndpointException">The URL or the client factory cannot be used.</exception>
    public static IModelClient Create(EndpointOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Api switch
        {
            ModelApi.Ollama => new OllamaClient(ModelTransport.Create(options), options.Shape, timeProvider),
            ModelApi.OpenAI => new OpenAIClient(ModelTransport.Create(options), options.Shape, timeProvider),
            ModelApi.OllamaSharp => new OllamaSharpClient(options, timeProvider),
            ModelApi.ChatClient => ChatClientAdapter.Create(options, timeProvider),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Api, "The API is not supported."),
        };
    }
}
