using AgentLoad.Inference.Ollama;
using AgentLoad.Inference.OpenAI;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>Makes the client for an endpoint.</summary>
public static class ModelClients
{
    /// <summary>A client with connections of its own; nothing is sent yet.</summary>
    /// <exception cref="EndpointException">The URL cannot be used.</exception>
    public static IModelClient Create(EndpointOptions options, TimeProvider timeProvider)
    {
        var transport = ModelTransport.Over(EndpointAddress.From(options));
        return options.Api is ModelApi.Ollama ? new OllamaClient(transport, timeProvider) : new OpenAIClient(transport, timeProvider);
    }
}
