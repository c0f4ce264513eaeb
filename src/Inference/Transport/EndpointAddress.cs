using System.Text;
using System.Text.RegularExpressions;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Inference.Transport;

/// <summary>Address and credentials of an endpoint.</summary>
/// <param name="Base">Base URL without credentials, with a trailing slash; API paths are relative to it.</param>
/// <param name="Url">Scheme, host and port, for messages.</param>
/// <param name="Name">Name of the endpoint in records.</param>
/// <param name="Authorization">Value of the Authorization header; null if there are no credentials.</param>
/// <param name="Secrets">Secrets that must not appear in any text.</param>
internal sealed partial record EndpointAddress(Uri Base, string Url, string Name, string? Authorization, IReadOnlyList<string> Secrets)
{
    private const int MinSecretLength = 8;

    /// <summary>Headers of every request: credentials, and those of the endpoint's options.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; private init; } = [];

    /// <summary>Query of the URL, with its question mark, sent with every request; empty for none.</summary>
    public string Query { get; private init; } = "";

    /// <summary>True if the endpoint has credentials.</summary>
    public bool HasCredentials => Authorization is not null || Headers.Count > 0;

    /// <summary>Returns the URL of a path relative to the base, or absolute with a leading slash.</summary>
    public Uri UrlOf(string path) => new(Base, path + Query);

    /// <summary>Creates the address from the options of an endpoint.</summary>
    /// <exception cref="EndpointException">The URL cannot be used.</exception>
    public static EndpointAddress From(EndpointOptions options)
    {
        string text = options.Url.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = "http://" + text;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new EndpointException(
                $"'{WithoutCredentials(options.Url)}' is not a valid server URL. Use http://HOST:PORT, for example http://127.0.0.1:11434."
            );
        }

        string server = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        string userInfo = Uri.UnescapeDataString(url.UserInfo);
        string? key = string.IsNullOrWhiteSpace(options.ApiKey) ? null : options.ApiKey.Trim();
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes(userInfo));
        string? authorization =
            key is not null ? $"Bearer {key}"
            : userInfo.Length > 0 ? $"Basic {basic}"
            : null;
        string password = userInfo[(userInfo.IndexOf(':') + 1)..];
        string? keyHeader = key is null ? null : options.ApiKeyHeader;
        string[] secrets =
        [
            .. new[] { key, userInfo, password, userInfo.Length > 0 ? basic : null }
                .Concat(options.Headers.Values)
                .Concat(SecretsOf(url.Query))
                .OfType<string>()
                .Where(s => s.Length > 0),
        ];
        return new(
            new Uri(server + BasePath(url.AbsolutePath, options.Api)),
            server,
            options.Name ?? server,
            keyHeader is null ? authorization : null,
            secrets
        )
        {
            Query = url.Query,
            Headers =
            [
                .. keyHeader is null ? [] : new[] { (keyHeader, key!) },
                .. options.Headers.Select(header => (header.Key, header.Value)),
            ],
        };
    }

    /// <summary>Returns the text in one line of limited length, without secrets.</summary>
    public string Clean(string text)
    {
        string line = Whitespace().Replace(Transport.Secrets.Redact(text, Secrets), " ").Trim();
        return line.Length <= 300 ? line : line[..300] + "…";
    }

    /// <summary>Returns the name, which contains no credentials.</summary>
    public override string ToString() => Name;

    private static string BasePath(string path, ModelApi api)
    {
        path = CallPath().Replace(path.TrimEnd('/'), "");
        if (api is ModelApi.Ollama or ModelApi.OllamaSharp)
        {
            return VersionOrApi().Replace(path, "") + "/";
        }

        if (api is ModelApi.ChatClient)
        {
            return path + "/";
        }

        // Gateways have the version inside the path, for example /v1beta/openai; Azure has it in the query.
        return (Version().IsMatch(path) || path.Contains("/deployments/", StringComparison.Ordinal) ? path : path + "/v1") + "/";
    }

    // Keys in the query, for example ?key=… or ?sig=…; versions are not secret.
    private static IEnumerable<string> SecretsOf(string query) =>
        query
            .TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !pair.StartsWith("api-version=", StringComparison.OrdinalIgnoreCase))
            .Select(pair => Uri.UnescapeDataString(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]))
            .Where(value => value.Length >= MinSecretLength);

    private static string WithoutCredentials(string url) =>
        url.LastIndexOf('@') is >= 0 and var at ? Transport.Secrets.Mask + url[at..] : url;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"/v\d+\w*(/|$)")]
    private static partial Regex Version();

    [GeneratedRegex("/(chat/completions|completions|api/chat|api/generate|models)$")]
    private static partial Regex CallPath();

    [GeneratedRegex("/(api|v1)$")]
    private static partial Regex VersionOrApi();
}
