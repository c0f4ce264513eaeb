using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Speaks the OpenAI-compatible API: <c>/v1/chat/completions</c>, streamed as server-sent events.</summary>
internal sealed class OpenAIClient(ModelTransport transport, TimeProvider timeProvider) : IModelClient
{
    private readonly CallChannel _channel = new(transport, timeProvider);
    private readonly Probe _probe = new(transport, timeProvider, "Start the server there, or name another with --url.");

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

    /// <summary>The API has no word for loading, so one token is asked for: servers that load on demand then have the model.</summary>
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
                $"Model '{model}' does not answer on {_probe.Url} ({result.Outcome}: {result.Error}). Look into the server's log."
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
