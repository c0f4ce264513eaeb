using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.OllamaSharp;
using AgentLoad.Inference.Plugins;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;
using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.ChatClient;

/// <summary>
/// Makes calls through any <see cref="IChatClient"/>, timed where its updates arrive. What it does not tell is unknown: the HTTP
/// status, and the server's own timings.
/// </summary>
internal sealed class ChatClientClient(EndpointOptions options, IChatClient client, TimeProvider timeProvider) : IModelClient
{
    private readonly EndpointAddress _address = EndpointAddress.From(options);

    /// <summary>Creates a client from the factory that the endpoint names.</summary>
    /// <exception cref="EndpointException">No factory is named, or it cannot be used.</exception>
    public static ChatClientClient Create(EndpointOptions options, TimeProvider timeProvider)
    {
        var type =
            options.Client
            ?? throw new EndpointException(
                "An endpoint with api 'chat-client' needs 'client': the assembly and type of an IChatClientFactory."
            );
        try
        {
            var settings = new ChatClientSettings(new Uri(options.Url), options.ApiKey, timeProvider);
            return new ChatClientClient(options, UserTypes.Create<IChatClientFactory>(type).Create(settings), timeProvider);
        }
        catch (Exception exception) when (exception is not EndpointException)
        {
            var cause = exception is UserTypeException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
            throw new EndpointException($"Chat client {type.Type}: {cause}", exception);
        }
    }

    /// <summary>Describes in one line why a type cannot be used as a chat client factory. Null if it can. No code of the user's is run.</summary>
    public static string? ErrorOf(UserType type) => UserTypes.ErrorOf(type, typeof(IChatClientFactory));

    /// <inheritdoc/>
    public string Endpoint => _address.Name;

    /// <inheritdoc/>
    public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Options.MaxTokens);
        using var ending = new CancellationTokenSource(request.Deadline ?? Timeout.InfiniteTimeSpan, timeProvider);
        await using var registration = cancellationToken
            .UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), ending)
            .ConfigureAwait(false);
        var said = new ReceivedUpdates(request.OnText);
        var times = new ChunkTimes(timeProvider);
        var sent = timeProvider.GetTimestamp();
        var (outcome, error) = (CallOutcome.Incomplete, (string?)"the stream ended without a finish reason");
        try
        {
            await ReceiveAsync(request, said, times, ending.Token).ConfigureAwait(false);

            // Clients there are that end their stream in silence when they are cancelled.
            ending.Token.ThrowIfCancellationRequested();
            if (said.FinishReason is { } reason)
            {
                (outcome, error) = (reason == ChatFinishReason.Length ? CallOutcome.LengthLimited : CallOutcome.Completed, null);
            }
        }
        catch (Exception exception)
        {
            (outcome, error) =
                cancellationToken.IsCancellationRequested ? (CallOutcome.Cancelled, null)
                : ending.IsCancellationRequested ? (CallOutcome.TimedOut, $"not done within {request.Deadline?.TotalSeconds:0.###} s")
                : OutcomeOf(exception);
        }

        return new CallResult
        {
            Endpoint = Endpoint,
            Outcome = outcome,
            Error = error is null ? null : _address.Clean(error),
            Sent = sent,
            End = timeProvider.GetTimestamp(),
            FirstChunk = times.First,
            FirstOutput = times.FirstOutput,
            LastChunk = times.Last,
            ChunkGaps = times.Gaps(),
            Text = said.Text,
            Thinking = said.Thinking,
            ToolCalls = said.ToolCalls,
            PromptTokens = (int?)said.Usage?.InputTokenCount,
            CachedTokens = (int?)said.Usage?.CachedInputTokenCount,
            CompletionTokens = (int?)said.Usage?.OutputTokenCount,
            ReasoningTokens = (int?)said.Usage?.ReasoningTokenCount,
            Provenance = said.Usage is null ? TokenProvenance.Missing : TokenProvenance.Server,
        };
    }

    /// <inheritdoc/>
    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken)
    {
        var name = options.Client?.Type ?? client.GetType().Name;
        return Task.FromResult(
            new ModelFacts($"chat client {name}", model, null, null, null, new Dictionary<string, string>(), IsSimulated: false)
        );
    }

    /// <summary>Does nothing: what loads a model is not known of such a client.</summary>
    /// <inheritdoc/>
    public Task LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    // A client that does not listen to cancellation must not hold its agent: what it still does is left to itself.
    private async Task ReceiveAsync(CallRequest request, ReceivedUpdates said, ChunkTimes times, CancellationToken ending)
    {
        var updates = new Abandonable(
            client.GetStreamingResponseAsync(ChatMessages.Of(request), ChatMessages.OptionsOf(request), ending).GetAsyncEnumerator(ending)
        );
        await using var disposal = updates.ConfigureAwait(false);
        while (await updates.NextAsync(ending).ConfigureAwait(false) is { } update)
        {
            var arrived = timeProvider.GetTimestamp();
            var (hasThinking, hasOutput) = said.Add(update);
            if (hasThinking || hasOutput)
            {
                times.Add(arrived, hasOutput);
            }
        }
    }

    private static (CallOutcome, string?) OutcomeOf(Exception exception) =>
        exception switch
        {
            HttpRequestException { StatusCode: { } status } => (Failure.OutcomeOf(status), $"HTTP {(int)status}: {exception.Message}"),
            HttpRequestException or IOException => (Failure.Of(exception).Outcome, Failure.Of(exception).Reason),
            _ => (CallOutcome.ServerError, $"{exception.GetType().Name}: {exception.Message}"),
        };
}
