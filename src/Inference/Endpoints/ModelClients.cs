using System.Collections.Concurrent;
using AgentLoad.Inference.Ollama;
using AgentLoad.Inference.OpenAI;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>Makes the client for an endpoint.</summary>
public static class ModelClients
{
    private static readonly ConcurrentDictionary<ModelApi, Func<EndpointOptions, TimeProvider, IModelClient>> Makers = new()
    {
        [ModelApi.Ollama] = (options, time) => new OllamaClient(ModelTransport.Over(EndpointAddress.From(options)), time),
        [ModelApi.OpenAI] = (options, time) => new OpenAIClient(ModelTransport.Over(EndpointAddress.From(options)), time),
    };

    /// <summary>Adds a way to speak an API that is not built into this assembly; the last one registered for an API counts.</summary>
    /// <param name="api">The API.</param>
    /// <param name="make">Makes a client; throws <see cref="EndpointException"/> where it cannot.</param>
    public static void Register(ModelApi api, Func<EndpointOptions, TimeProvider, IModelClient> make) => Makers[api] = make;

    /// <summary>A client with connections of its own; nothing is sent yet.</summary>
    /// <exception cref="EndpointException">The URL cannot be used, or nothing in this build speaks the API.</exception>
    public static IModelClient Create(EndpointOptions options, TimeProvider timeProvider) =>
        Makers.TryGetValue(options.Api, out var make)
            ? make(options, timeProvider)
            : throw new EndpointException($"This build does not speak the API {options.Api}: it was built without OllamaSharp and Semantic Kernel, whose packages the NuGet feeds lacked. Use 'ollama' or 'openai', or build where the packages restore.");
}
