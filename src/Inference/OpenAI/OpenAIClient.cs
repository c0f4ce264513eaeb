using System.Collections.Concurrent;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Client of the OpenAI-compatible API: <c>/v1/chat/completions</c>, streamed as server-sent events.</summary>
internal sealed class OpenAIClient(ModelTransport transport, RequestShape shape, TimeProvider timeProvider) : IModelClient
{
    private const int MaxChanges = 4;

    private static readonly ToolDefinition ProbeTool = new(
        "get_time",
        "Returns the current time in a time zone.",
        """{"type":"object","properties":{"zone":{"type":"string","description":"the name of the time zone"}},"required":["zone"]}"""
    );

    private readonly CallChannel _channel = new(transport, timeProvider);
    private readonly Probe _probe = new(transport, timeProvider, "Start the server, or specify another one with --url.");
    private readonly List<string> _changes = [];
    private readonly ConcurrentDictionary<string, LoadCall> _loaded = new(StringComparer.Ordinal);
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

        _loaded[model] = new(request, result.Provenance is TokenProvenance.Server ? result.PromptTokens : null);
        lock (_changes)
        {
            return result.Model is { } answering && !ModelList.IsSame(answering, model)
                ? [.. _changes, $"{_probe.Url} was asked for model '{model}', but '{answering}' answers: check --model"]
                : [.. _changes];
        }
    }

    /// <summary>
    /// Repeats the call of <see cref="LoadAsync"/> with a tool. A server that gives the tool to the model counts more prompt tokens, or
    /// calls the tool. vLLM refuses the call if it was started without a parser for tool calls.
    /// </summary>
    /// <inheritdoc/>
    public async Task<ToolOffer> OffersToolsAsync(string model, CancellationToken cancellationToken)
    {
        if (!_loaded.TryGetValue(model, out var loaded))
        {
            return ToolOffer.Unknown;
        }

        var result = await CallAsync(loaded.Request with { Tools = [ProbeTool] }, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return result.Outcome is CallOutcome.Rejected ? new ToolOffer(false, result.Error)
            : !result.IsGood ? ToolOffer.Unknown
            : result.ToolCalls.Count > 0 ? new ToolOffer(true)
            : result.Provenance is TokenProvenance.Server && loaded.PromptTokens is { } without
                ? new ToolOffer(result.PromptTokens > without)
            : ToolOffer.Unknown;
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

    /// <summary>The call that loaded a model.</summary>
    /// <param name="Request">Request of the call.</param>
    /// <param name="PromptTokens">Prompt tokens that the server counted; null if it did not count them.</param>
    private sealed record LoadCall(CallRequest Request, int? PromptTokens);
}
