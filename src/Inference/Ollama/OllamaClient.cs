using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Ollama;

/// <summary>Client of the native Ollama API: <c>/api/chat</c>, streamed as one JSON object per line.</summary>
internal sealed class OllamaClient(ModelTransport transport, TimeProvider timeProvider) : IModelClient
{
    private readonly CallChannel _channel = new(transport, timeProvider);
    private readonly Probe _probe = new(transport, timeProvider, "Start Ollama with 'ollama serve', or specify another server with --url.");

    /// <inheritdoc/>
    public string Endpoint => transport.Address.Name;

    /// <inheritdoc/>
    public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Options.MaxTokens);
        return _channel.CallAsync("api/chat", OllamaRequest.Chat(request), request, new OllamaReply(timeProvider), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) =>
        new OllamaInspector(_probe).InspectAsync(model, cancellationToken);

    /// <inheritdoc/>
    public async Task LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken)
    {
        var response = await _probe
            .SendAsync("api/chat", OllamaRequest.Load(model, options), Timeout.InfiniteTimeSpan, cancellationToken)
            .ConfigureAwait(false);
        if (!response.IsJson || response.Body.Get("error") is not null)
        {
            throw new EndpointException(
                $"Model '{model}' could not be loaded on {_probe.Url} (HTTP {(int)response.Status}: {response.Message}). "
                    + $"Try 'ollama run {model}' on the server, or a smaller num_ctx."
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
