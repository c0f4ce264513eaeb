using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.OllamaSharp;
using AgentLoad.Inference.Plugins;
using AgentLoad.Inference.Replies;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;
using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.ChatClient;

/// <summary>
/// Makes calls through any <see cref="IChatClient"/> and measures the arrival of its updates. The HTTP status and the server's own timings
/// are unknown.
/// </summary>
internal sealed class ChatClientAdapter(EndpointOptions options, IChatClient client, TimeProvider timeProvider) : IModelClient
{
    private readonly EndpointAddress _address = EndpointAddress.From(options);

    /// <summary>Creates a client from the factory that the endpoint names.</summary>
    /// <exception cref="EndpointException">No factory is configured, or it cannot be used.</exception>
    public static ChatClientAdapter Create(EndpointOptions options, TimeProvider timeProvider)
    {
        var type =
            options.Client
            ?? throw new EndpointException(
                "An endpoint with api 'chat-client' requires 'client': the assembly and type of an IChatClientFactory."
            );
        try
        {
            var settings = new ChatClientSettings(new Uri(options.Url), options.ApiKey, timeProvider);
            return new ChatClientAdapter(options, UserTypes.Create<IChatClientFactory>(type).Create(settings), timeProvider);
        }
        catch (Exception exception) when (exception is not EndpointException)
        {
            var cause = exception is UserTypeException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
            throw new EndpointException($"Chat client {type.Type}: {cause}", exception);
        }
    }

    /// <summary>
    /// Returns the reason why a type cannot be used as a chat client factory, in one line; null if it can be used. Runs no user code.
    /// </summary>
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
        var received = new ReceivedUpdates(request.OnText);
        var times = new ChunkTimes(timeProvider);
        var sent = timeProvider.GetTimestamp();
        var (outcome, error) = (CallOutcome.Incomplete, (string?)"the stream ended without a finish reason");
        try
        {
            await ReceiveAsync(request, received, times, ending.Token).ConfigureAwait(false);

            // Some clients end the stream silently when cancelled.
            ending.Token.ThrowIfCancellationRequested();
            if (received.FinishReason is { } reason)
            {
                (outcome, error) = (reason == ChatFinishReason.Length ? CallOutcome.LengthLimited : CallOutcome.Completed, null);
            }
        }
        catch (Exception exception)
        {
            (outcome, error) =
                cancellationToken.IsCancellationRequested ? (CallOutcome.Cancelled, null)
                : ending.IsCancellationRequested ? (CallOutcome.TimedOut, $"timed out after {request.Deadline?.TotalSeconds:0.###} s")
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
            Text = received.Text,
            Thinking = received.Thinking,
            ToolCalls = received.ToolCalls,
            PromptTokens = (int?)received.Usage?.InputTokenCount,
            CachedTokens = (int?)received.Usage?.CachedInputTokenCount,
            CompletionTokens = (int?)received.Usage?.OutputTokenCount,
            ReasoningTokens = (int?)received.Usage?.ReasoningTokenCount,
            Provenance = received.Usage is null ? TokenProvenance.Missing : TokenProvenance.Server,
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

    /// <summary>Does nothing: an <see cref="IChatClient"/> has no operation for loading a model.</summary>
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    // A client that ignores cancellation must not block its agent: its stream is abandoned.
    private async Task ReceiveAsync(CallRequest request, ReceivedUpdates received, ChunkTimes times, CancellationToken ending)
    {
        var updates = new DetachableUpdates(
            client.GetStreamingResponseAsync(ChatMessages.Of(request), ChatMessages.OptionsOf(request), ending).GetAsyncEnumerator(ending)
        );
        await using var disposal = updates.ConfigureAwait(false);
        while (await updates.NextAsync(ending).ConfigureAwait(false) is { } update)
        {
            var arrived = timeProvider.GetTimestamp();
            var (hasThinking, hasOutput) = received.Add(update);
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
