using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Client of the OpenAI-compatible API: <c>/v1/chat/completions</c>, streamed as server-sent events.</summary>
internal sealed class OpenAIClient(ModelTransport transport, TimeProvider timeProvider) : IModelClient
{
    private readonly CallChannel _channel = new(transport, timeProvider);
    private readonly Probe _probe = new(transport, timeProvider, "Start the server, or specify another one with --url.");

    /// <inheritdoc/>
    public string Endpoint => transport.Address.Name;

    /// <inheritdoc/>
    public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Options.MaxTokens);
        return _channel.CallAsync(
            "chat/completions",
            OpenAIRequest.Chat(request),
            request,
            new OpenAIReply(timeProvider),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) =>
        new OpenAIInspector(_probe).InspectAsync(model, cancellationToken);

    /// <summary>
    /// Requests one token, because the API has no operation for loading a model; servers that load on demand then have the model loaded.
    /// </summary>
    /// <inheritdoc/>
    public async Task LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken)
    {
        var request = new CallRequest(
            model,
            [ChatMessage.User("Hello")],
            options with
            {
                MaxTokens = 1,
                FixedLength = false,
                Json = false,
                Stop = [],
            }
        );
        var result = await CallAsync(request, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!result.IsGood)
        {
            throw new EndpointException(
                $"Model '{model}' on {_probe.Url} does not respond ({result.Outcome}: {result.Error}). Check the server log."
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
