using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;
using OllamaSharp;
using OllamaSharp.Models;
using OllamaSharp.Models.Exceptions;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>
/// Manages the models of an Ollama server through OllamaSharp. Every failure is an <see cref="EndpointException"/> with a one-line message.
/// </summary>
internal sealed class OllamaModels : IDisposable
{
    private readonly string _url;
    private readonly OllamaErrorHandler _handler;
    private readonly HttpClient _http;
    private readonly OllamaApiClient _client;
    private readonly IModelClient _native;

    /// <summary>Creates a client. Sends no request.</summary>
    /// <exception cref="EndpointException">The URL cannot be used.</exception>
    public OllamaModels(EndpointOptions options, TimeProvider timeProvider)
    {
        var address = EndpointAddress.From(options with { Api = ModelApi.OllamaSharp });
        _url = address.Url;
        _handler = new OllamaErrorHandler(ModelTransport.Create(address));
        _http = new HttpClient(_handler) { BaseAddress = address.Base, Timeout = Timeout.InfiniteTimeSpan };
        _client = new OllamaApiClient(_http);
        _native = ModelClients.Create(options with { Api = ModelApi.Ollama }, timeProvider);
    }

    /// <summary>True if a response has reported that the server is simulated.</summary>
    public bool IsSimulated => _handler.IsSimulated;

    /// <summary>Returns the models of the server.</summary>
    public Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellationToken) =>
        SendAsync<IReadOnlyList<Model>>(async () => [.. await _client.ListLocalModelsAsync(cancellationToken).ConfigureAwait(false)]);

    /// <summary>Returns the loaded models.</summary>
    public Task<IReadOnlyList<RunningModel>> RunningAsync(CancellationToken cancellationToken) =>
        SendAsync<IReadOnlyList<RunningModel>>(async () =>
            [.. await _client.ListRunningModelsAsync(cancellationToken).ConfigureAwait(false)]
        );

    /// <summary>Returns the details of a model.</summary>
    public Task<ShowModelResponse> ShowAsync(string model, CancellationToken cancellationToken) =>
        SendAsync(() => _client.ShowModelAsync(new ShowModelRequest { Model = model }, cancellationToken));

    /// <summary>Pulls a model and reports the progress. Throws if the server does not report success.</summary>
    public async IAsyncEnumerable<PullModelResponse> PullAsync(string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // OllamaSharp waits for the next line without a cancellation token and ends silently if it is cancelled or disconnected.
        var lines = _client
            .PullModelAsync(new PullModelRequest { Model = model, Stream = true }, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        string? last = null;
        while (await SendAsync(() => lines.MoveNextAsync().AsTask().WaitAsync(cancellationToken)).ConfigureAwait(false))
        {
            if (lines.Current is { } line)
            {
                last = line.Status;
                yield return line;
            }
        }

        await lines.DisposeAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (last != "success")
        {
            throw new EndpointException(
                $"The pull of '{model}' on {_url} stopped at '{last ?? "the start"}'. Try again: completed downloads are kept."
            );
        }
    }

    /// <summary>Loads a model.</summary>
    public Task LoadAsync(string model, string? keepAlive, int? contextLength, CancellationToken cancellationToken) =>
        _native.LoadAsync(model, new GenerationOptions { KeepAlive = keepAlive, ContextLength = contextLength }, cancellationToken);

    /// <summary>Unloads a model.</summary>
    public Task UnloadAsync(string model, CancellationToken cancellationToken) =>
        SendAsync(async () =>
        {
            // The unload request of OllamaSharp always uses the last selected model, regardless of its argument.
            await foreach (
                var _ in _client
                    .GenerateAsync(
                        new GenerateRequest
                        {
                            Model = model,
                            Stream = false,
                            KeepAlive = "0s",
                        },
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            ) { }

            return true;
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
        _native.Dispose();
    }

    private async Task<T> SendAsync<T>(Func<Task<T>> send)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (ResponseError error)
        {
            throw new EndpointException($"{_url} returned an error: {error.Message.ReplaceLineEndings(" ")}", error);
        }
        catch (JsonException exception)
        {
            throw new EndpointException($"{_url} sent invalid JSON. Is it an Ollama server?", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            var reason = Failure.Of(exception).Reason;
            throw new EndpointException(
                Failure.Of(exception).Outcome == CallOutcome.ConnectionFailed
                    ? $"No server responds at {_url} ({reason}). Start Ollama with 'ollama serve', or specify another server with --url."
                    : $"{_url} closed the connection ({reason}). Try again.",
                exception
            );
        }
    }
}
