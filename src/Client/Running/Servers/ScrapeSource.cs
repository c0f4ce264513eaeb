using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Client.Running.Servers;

/// <summary>An address with metrics of a model server.</summary>
/// <param name="Endpoint">Name of the endpoint in the workload.</param>
/// <param name="Url">Address.</param>
/// <param name="IsOllama">True for Ollama's <c>/api/ps</c>, false for a page of Prometheus metrics.</param>
/// <param name="Interval">Scrape interval.</param>
internal sealed record ScrapeSource(string Endpoint, Uri Url, bool IsOllama, TimeSpan Interval)
{
    /// <summary>API key of the endpoint, if the address belongs to the server of the endpoint; otherwise null.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>True if the address belongs to a simulated node, which the Ollama response does not show.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The address without credentials and query.</summary>
    public string Name => Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Returns the distinct sources of a workload: scrape addresses, and <c>/api/ps</c> of every Ollama server.</summary>
    /// <param name="workload">Workload.</param>
    /// <param name="simulated">Names of the endpoints served by simulated nodes.</param>
    public static IReadOnlyList<ScrapeSource> Of(Workload workload, IReadOnlySet<string> simulated) =>
        [
            .. workload
                .Endpoints.SelectMany(pair => Of(pair.Key, pair.Value))
                .DistinctBy(source => source.Name, StringComparer.Ordinal)
                .Select(source => source with { IsSimulated = source.IsOllama && simulated.Contains(source.Endpoint) }),
        ];

    private static IEnumerable<ScrapeSource> Of(string name, EndpointGroup endpoint)
    {
        var pages = endpoint.Scrape.Select(url => new ScrapeSource(name, url, false, endpoint.ScrapeEvery));
        var servers = endpoint.Api is ModelApi.Ollama or ModelApi.OllamaSharp
            ? endpoint.Urls.Select(url => new ScrapeSource(
                name,
                new Uri(url.OriginalString.TrimEnd('/') + "/api/ps"),
                true,
                endpoint.ScrapeEvery
            ))
            : [];
        return pages
            .Concat(servers)
            .Select(source =>
                source with
                {
                    ApiKey = endpoint.Urls.Any(url => url.GetLeftPart(UriPartial.Authority) == source.Url.GetLeftPart(UriPartial.Authority))
                        ? endpoint.ApiKey
                        : null,
                }
            );
    }
}
