using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Client.Running.Servers;

/// <summary>An address that is asked how a model server fares.</summary>
/// <param name="Endpoint">Endpoint of the workload.</param>
/// <param name="Url">The address.</param>
/// <param name="IsOllama">True for Ollama's <c>/api/ps</c>, false for a page of Prometheus metrics.</param>
/// <param name="Interval">How often.</param>
internal sealed record ScrapeSource(string Endpoint, Uri Url, bool IsOllama, TimeSpan Interval)
{
    /// <summary>The endpoint's API key where the address is on the very server that it is for; null otherwise.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>True where a simulated node answers there, which Ollama's answer does not say.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The address without credentials and query.</summary>
    public string Name => Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Those of a workload: what its endpoints name, and <c>/api/ps</c> of every Ollama. Each address once.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="simulated">Names of the endpoints that simulated nodes serve.</param>
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
