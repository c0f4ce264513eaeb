using System.Globalization;
using AgentLoad.Inference.ChatClient;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OllamaSharp.Models;
using OllamaSharp.Models.Chat;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>
/// Makes calls through the <see cref="IChatClient"/> of OllamaSharp. Strategies receive the reply from OllamaSharp; measurements are taken
/// from the HTTP response below it by the same parser as the native client uses, so that records of both are comparable.
/// </summary>
internal sealed class OllamaSharpClient : IModelClient
{
    private readonly EndpointAddress _address;
    private readonly TimeProvider _timeProvider;
    private readonly HttpClient _http;
    private readonly IChatClient _client;
    private readonly IModelClient _native;

    public OllamaSharpClient(EndpointOptions options, TimeProvider timeProvider)
    {
        (_address, _timeProvider) = (EndpointAddress.From(options), timeProvider);

        // Each call has its own deadline: the default timeout of HttpClient (100 s) would end long replies.
        _http = new HttpClient(new ExchangeHandler(ModelTransport.Create(options), timeProvider))
        {
            BaseAddress = _address.Base,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client = new OllamaApiClient(_http);
        _native = ModelClients.Create(options with { Api = ModelApi.Ollama }, timeProvider);
    }

    /// <inheritdoc/>
    public string Endpoint => _address.Name;

    /// <inheritdoc/>
    public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Options.MaxTokens);
        using var slot = await CallSlots.Shared.AcquireAsync(cancellationToken).ConfigureAwait(false);
        using var exchange = new Exchange(request, _timeProvider, cancellationToken);
        var received = new ReceivedUpdates(request.OnText);
        try
        {
            Exchange.Current = exchange;
            await foreach (
                var update in _client
                    .GetStreamingResponseAsync(ChatMessages.Of(request), OptionsOf(request), exchange.CancellationToken)
                    .ConfigureAwait(false)
            )
            {
                received.Add(update);
                if (exchange.HasFailed)
                {
                    break;
                }
            }

            exchange.EndOfStream();
        }
        catch (Exception exception)
        {
            exchange.Fail(exception);
        }

        return exchange.ToResult(_address) with
        {
            Text = received.Text,
            Thinking = received.Thinking,
            ToolCalls = received.ToolCalls,
        };
    }

    /// <inheritdoc/>
    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) =>
        _native.InspectAsync(model, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
        _native.LoadAsync(model, options, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
        _native.Dispose();
    }

    private static ChatOptions OptionsOf(CallRequest request)
    {
        var options = ChatMessages.OptionsOf(request);
        options.RawRepresentationFactory = _ => new ChatRequest
        {
            Model = request.Model,
            Think = ThinkOf(request.Options.Think),
            KeepAlive = KeepAliveOf(request.Options.KeepAlive),
            Options = new RequestOptions { NumCtx = request.Options.ContextLength },
        };
        return options;
    }

    private static ThinkValue? ThinkOf(ThinkLevel? level) =>
        level is not { } think ? (ThinkValue?)null
        : think.Effort() is { } effort ? new ThinkValue(effort)
        : new ThinkValue((bool?)(think is not ThinkLevel.Off));

    // OllamaSharp writes the value as a string, and Ollama requires a unit in a string.
    private static string? KeepAliveOf(string? keepAlive) =>
        double.TryParse(keepAlive, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? keepAlive + "s" : keepAlive;
}
