using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Ollama;

/// <summary>Speaks Ollama's own API: <c>/api/chat</c>, streamed as one JSON object a line.</summary>
internal sealed class OllamaClient(ModelTransport transport, TimeProvider timeProvider) : IModelClient
{
    private readonly CallChannel _channel = new(transport, timeProvider);
    private readonly Probe _probe = new(transport, timeProvider, "Start Ollama there with 'ollama serve', or name another with --url.");

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
        var answer = await _probe
            .AskAsync("api/chat", OllamaRequest.Load(model, options), Timeout.InfiniteTimeSpan, cancellationToken)
            .ConfigureAwait(false);
        if (!answer.IsJson || answer.Body.Get("error") is not null)
        {
            throw new EndpointException(
                $"Model '{model}' does not load on {_probe.Url} (HTTP {(int)answer.Status}: {answer.Message}). Try it there with 'ollama run {model}', or with a smaller num_ctx."
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
