using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Replies;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Ollama;

/// <summary>Client of the native Ollama API: <c>/api/chat</c>, streamed as one JSON object per line.</summary>
internal sealed class OllamaClient(ModelTransport transport, RequestShape shape, TimeProvider timeProvider) : IModelClient
{
    private readonly CallChannel _channel = new(transport, timeProvider);
    private readonly Probe _probe = new(transport, timeProvider, "Start Ollama with 'ollama serve', or specify another server with --url.");

    /// <inheritdoc/>
    public string Endpoint => transport.Address.Name;

    /// <inheritdoc/>
    public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Options.MaxTokens);
        return _channel.CallAsync(
            "api/chat",
            OllamaRequest.Chat(request, shape),
            request,
            new OllamaReply(timeProvider),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) =>
        new OllamaInspector(_probe).InspectAsync(model, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken)
    {
        var response = await _probe
            .SendAsync("api/chat", OllamaRequest.Load(model, options), Probe.LoadTimeout, cancellationToken)
            .ConfigureAwait(false);
        if (response.IsMissing)
        {
            // An emulation of the API without this operation: the first call loads the model.
            return
            [
                $"{_probe.Url} cannot load a model before the run (HTTP {(int)response.Status}): the first calls include the load time",
            ];
        }

        if (!response.IsJson || ErrorText.Find(response.Body, isReply: true) is not null)
        {
            throw new EndpointException(
                $"Model '{model}' could not be loaded on {_probe.Url} (HTTP {(int)response.Status}: {response.Message}). "
                    + $"Try 'ollama run {model}' on the server, or a smaller num_ctx."
            );
        }

        return [];
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
