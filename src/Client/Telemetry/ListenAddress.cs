using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace AgentLoad.Client.Telemetry;

/// <summary>Listen address of a server.</summary>
/// <param name="Address">IP address; null for all interfaces.</param>
/// <param name="Port">Port; 0 for any free port.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>Parses <c>PORT</c> (loopback), <c>*:PORT</c> (all interfaces) or <c>ADDRESS:PORT</c>.</summary>
    public static ListenAddress? Read(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TryParse(text, out var address))
        {
            return address;
        }

        result.AddError($"'{text}' is not a valid listen address: use PORT (loopback), *:PORT (all interfaces) or ADDRESS:PORT.");
        return null;
    }

    public static bool TryParse(string text, out ListenAddress? listen)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "127.0.0.1" : text[..colon];
        IPAddress? address = null;
        listen =
            int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port <= 65535
            && (host == "*" || IPAddress.TryParse(host, out address))
                ? new ListenAddress(address, port)
                : null;
        return listen is not null;
    }
}
