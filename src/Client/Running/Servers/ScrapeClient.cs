using System.Net;
using System.Text;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Running.Servers;

/// <summary>Asks a source once. Whatever it answers, and whether it does, is a sample.</summary>
internal sealed class ScrapeClient(TimeProvider time) : IDisposable
{
    /// <summary>Largest page that is read, bytes.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Longest wait for an answer.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _invoker = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        }
    );

    /// <summary>Asks.</summary>
    /// <param name="source">Whom.</param>
    /// <param name="atSeconds">When, seconds since the start of the run.</param>
    /// <param name="cancellationToken">Gives up: the run has ended.</param>
    public async Task<ServerSample> ScrapeAsync(ScrapeSource source, double atSeconds, CancellationToken cancellationToken)
    {
        var empty = new ServerSample
        {
            AtSeconds = atSeconds,
            Source = source.Name,
            Endpoint = source.Endpoint,
            Simulated = source.IsSimulated,
        };
        using var late = new CancellationTokenSource(RequestTimeout, time);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, source.Url);
            // Some servers close idle connections at the wrong moment, and a page a second needs no open one.
            request.Headers.ConnectionClose = true;
            if (source.ApiKey?.Reveal() is { } key)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
            }

            using var response = await _invoker.SendAsync(request, cut.Token);
            if (!response.IsSuccessStatusCode)
            {
                return empty with { Error = $"answered with HTTP {(int)response.StatusCode}" };
            }

            return await ReadTextAsync(response, cut.Token) is not { } text
                    ? empty with
                    {
                        Error = $"answered with more than {MaxBytes >> 20} MiB, which was not read",
                    }
                : source.IsOllama ? OllamaRunningModels.Read(empty, text)
                : KnownMetrics.Read(empty, text);
        }
        catch (OperationCanceledException)
        {
            return empty with
            {
                Error = cancellationToken.IsCancellationRequested
                    ? "had not answered when the run ended"
                    : $"did not answer within {RequestTimeout.TotalSeconds:0} s",
            };
        }
        catch (HttpRequestException e)
        {
            return empty with
            {
                Error = e.HttpRequestError == HttpRequestError.ConnectionError ? "could not be reached" : "broke the connection off",
            };
        }
        catch (IOException)
        {
            return empty with { Error = "broke the connection off" };
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task<string?> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = (await response.Content.ReadAsStreamAsync(cancellationToken));
        using var kept = new MemoryStream();
        var buffer = new byte[16384];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (kept.Length + read > MaxBytes)
            {
                return null;
            }

            kept.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
