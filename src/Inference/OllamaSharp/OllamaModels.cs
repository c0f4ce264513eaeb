using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;
using OllamaSharp;
using OllamaSharp.Models;
using OllamaSharp.Models.Exceptions;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>The models of an Ollama server, by OllamaSharp. Every failure is an <see cref="EndpointException"/> of one line.</summary>
public sealed class OllamaModels : IDisposable
{
    private readonly string _url;
    private readonly AnsweringHandler _handler;
    private readonly HttpClient _http;
    private readonly OllamaApiClient _client;
    private readonly IModelClient _native;

    /// <summary>Nothing is sent yet.</summary>
    /// <exception cref="EndpointException">The URL cannot be used.</exception>
    public OllamaModels(EndpointOptions options, TimeProvider timeProvider)
    {
        var address = EndpointAddress.From(options with { Api = ModelApi.OllamaSharp });
        _url = address.Url;
        _handler = new AnsweringHandler(ModelTransport.Over(address));
        _http = new HttpClient(_handler) { BaseAddress = address.Base, Timeout = Timeout.InfiniteTimeSpan };
        _client = new OllamaApiClient(_http);
        _native = ModelClients.Create(options with { Api = ModelApi.Ollama }, timeProvider);
    }

    /// <summary>True once the server has said that it is a simulation.</summary>
    public bool IsSimulated => _handler.IsSimulated;

    /// <summary>Models that the server has.</summary>
    public Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<Model>>(async () => [.. await _client.ListLocalModelsAsync(cancellationToken).ConfigureAwait(false)]);

    /// <summary>Models that are loaded.</summary>
    public Task<IReadOnlyList<RunningModel>> RunningAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<RunningModel>>(async () =>
            [.. await _client.ListRunningModelsAsync(cancellationToken).ConfigureAwait(false)]
        );

    /// <summary>What the server says of a model.</summary>
    public Task<ShowModelResponse> ShowAsync(string model, CancellationToken cancellationToken) =>
        AskAsync(() => _client.ShowModelAsync(new ShowModelRequest { Model = model }, cancellationToken));

    /// <summary>Has the server get a model, and tells how far it is. It ends well only with the server's word that it is done.</summary>
    public async IAsyncEnumerable<PullModelResponse> PullAsync(string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // OllamaSharp waits for its next line without listening to anybody, and ends in silence when it is cancelled or cut off.
        var lines = _client
            .PullModelAsync(new PullModelRequest { Model = model, Stream = true }, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        string? last = null;
        while (await AskAsync(() => lines.MoveNextAsync().AsTask().WaitAsync(cancellationToken)).ConfigureAwait(false))
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
                $"The pull of '{model}' on {_url} broke off at '{last ?? "its start"}'. Try again: what was loaded is kept."
            );
        }
    }

    /// <summary>Has a model loaded.</summary>
    public Task LoadAsync(string model, string? keepAlive, int? contextLength, CancellationToken cancellationToken) =>
        _native.LoadAsync(model, new GenerationOptions { KeepAlive = keepAlive, ContextLength = contextLength }, cancellationToken);

    /// <summary>Has a model unloaded.</summary>
    public Task UnloadAsync(string model, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            // OllamaSharp's own request to unload goes to the model that was selected last, whatever model it is given.
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

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (ResponseError error)
        {
            throw new EndpointException($"{_url} answers: {error.Message.ReplaceLineEndings(" ")}", error);
        }
        catch (JsonException exception)
        {
            throw new EndpointException($"{_url} sent what is not JSON: is it an Ollama server?", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            var reason = Failure.Of(exception).Reason;
            throw new EndpointException(
                exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
                    ? $"No server answers at {_url} ({reason}). Start Ollama there with 'ollama serve', or name another with --url."
                    : $"{_url} broke the connection off ({reason}). Try again.",
                exception
            );
        }
    }
}
