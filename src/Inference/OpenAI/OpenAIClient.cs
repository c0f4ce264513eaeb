using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Client of the OpenAI-compatible API: <c>/v1/chat/completions</c>, streamed as server-sent events.</summary>
internal sealed class OpenAIClient(ModelTransport transport, RequestShape shape, TimeProvider timeProvider) : IModelClient
{
    private const int MaxChanges = 4;

    private readonly CallChannel _channel = new(transport, timeProvider);
    private readonly Probe _probe = new(transport, timeProvider, "Start the server, or specify another one with --url.");
    private readonly List<string> _changes = [];
    private volatile RequestShape _shape = shape;

    /// <inheritdoc/>
    public string Endpoint => transport.Address.Name;

    /// <summary>
    /// Makes a call. If the server refuses a field that can be left out without changing what is measured, this and all later calls leave
    /// it out; see <see cref="RequestShape.Without"/>. The refused request is not part of the measurement.
    /// </summary>
    /// <inheritdoc/>
    public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Options.MaxTokens);
        for (int changes = 0; ; changes++)
        {
            var sent = _shape;
            var result = await _channel
                .CallAsync("chat/completions", OpenAIRequest.Chat(request, sent), request, new OpenAIReply(timeProvider), cancellationToken)
                .ConfigureAwait(false);
            if (changes == MaxChanges || sent.Without(result.HttpStatus, result.Error) is not { } changed)
            {
                return result;
            }

            Change(sent, changed.Shape, changed.Change);
        }
    }

    /// <inheritdoc/>
    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) =>
        new OpenAIInspector(_probe).InspectAsync(model, cancellationToken);

    /// <summary>
    /// Requests one token, because the API has no operation for loading a model; servers that load on demand then have the model loaded.
    /// </summary>
    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken)
    {
        var request = new CallRequest(
            model,
            [ChatMessage.User("Hello")],
            options with
            {
                MaxTokens = 1,
                Seed = 1,
                FixedLength = false,
                Json = false,
                Stop = [],
            }
        )
        {
            Deadline = Probe.LoadTimeout,
        };
        var result = await CallAsync(request, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!result.IsGood)
        {
            throw new EndpointException(
                $"Model '{model}' on {_probe.UrlOf("chat/completions")} does not respond ({result.Outcome}: {result.Error}). "
                    + "Check the server log, and the URL, model and API key of the endpoint."
            );
        }

        lock (_changes)
        {
            return result.Model is { } answering && !ModelList.IsSame(answering, model)
                ? [.. _changes, $"{_probe.Url} was asked for model '{model}', but '{answering}' answers: check --model"]
                : [.. _changes];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();

    // Concurrent calls are refused for the same reason: only the first changes the shape.
    private void Change(RequestShape sent, RequestShape changed, string change)
    {
        lock (_changes)
        {
            if (ReferenceEquals(_shape, sent))
            {
                _shape = changed;
                _changes.Add($"{_probe.Url} {change}");
            }
        }
    }
}
