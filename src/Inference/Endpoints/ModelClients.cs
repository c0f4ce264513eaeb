using AgentLoad.Inference.ChatClient;
using AgentLoad.Inference.Ollama;
using AgentLoad.Inference.OllamaSharp;
using AgentLoad.Inference.OpenAI;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>Creates the client for an endpoint.</summary>
public static class ModelClients
{
    /// <summary>Creates a client with its own connections. Nothing is sent yet.</summary>
    /// <exception cref="EndpointException">The URL or the client factory cannot be used.</exception>
    public static IModelClient Create(EndpointOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Api switch
        {
            ModelApi.Ollama => new OllamaClient(ModelTransport.Over(EndpointAddress.From(options)), timeProvider),
            ModelApi.OpenAI => new OpenAIClient(ModelTransport.Over(EndpointAddress.From(options)), timeProvider),
            ModelApi.OllamaSharp => new OllamaSharpClient(options, timeProvider),
            ModelApi.ChatClient => ChatClientClient.Create(options, timeProvider),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Api, "The API is not supported."),
        };
    }
}
