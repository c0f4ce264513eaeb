using System.Net;
using System.Text;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Running.Servers;

/// <summary>Scrapes a source once. A failed scrape is returned as a sample with <see cref="ServerSample.Error"/>.</summary>
internal sealed class ScrapeClient(TimeProvider time) : IDisposable
{
    /// <summary>Maximum size of a response, bytes.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Timeout of a scrape.</summary>
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

    /// <summary>Scrapes a source.</summary>
    /// <param name="source">Source.</param>
    /// <param name="atSeconds">Time of the sample, seconds since the start of the run.</param>
    /// <param name="cancellationToken">Cancelled when the run has ended.</param>
    public async Task<ServerSample> ScrapeAsync(ScrapeSource source, double atSeconds, CancellationToken cancellationToken)
    {
        var empty = new ServerSample
        {
            AtSeconds = atSeconds,
            Source = source.Name,
            Endpoint = source.Endpoint,
            Simulated = source.IsSimulated,
        };
        using var timeout = new CancellationTokenSource(RequestTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, source.Url);
            // A server may close an idle connection just as it is reused; at one request per second, a new connection costs little.
            request.Headers.ConnectionClose = true;
            if (source.ApiKey?.Reveal() is { } key)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
            }

            using var response = await _invoker.SendAsync(request, linked.Token);
            if (!response.IsSuccessStatusCode)
            {
                return empty with { Error = $"answered with HTTP {(int)response.StatusCode}" };
            }

            return await ReadTextAsync(response, linked.Token) is not { } text
                    ? empty with
                    {
                        Error = $"response is larger than {MaxBytes >> 20} MiB and was not read",
                    }
                : source.IsOllama ? OllamaRunningModels.Read(empty, text)
                : KnownMetrics.Read(empty, text);
        }
        catch (OperationCanceledException)
        {
            return empty with
            {
                Error = cancellationToken.IsCancellationRequested
                    ? "did not answer before the run ended"
                    : $"did not answer within {RequestTimeout.TotalSeconds:0} s",
            };
        }
        catch (HttpRequestException e)
        {
            return empty with
            {
                Error = e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    ? "could not be reached"
                    : "closed the connection",
            };
        }
        catch (IOException)
        {
            return empty with { Error = "closed the connection" };
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task<string?> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = (await response.Content.ReadAsStreamAsync(cancellationToken));
        using var text = new MemoryStream();
        var buffer = new byte[16384];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (text.Length + read > MaxBytes)
            {
                return null;
            }

            text.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
