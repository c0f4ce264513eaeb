using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace AgentLoad.Client.Telemetry;

/// <summary>Where something is served: a port of this machine alone, or of an address that others reach.</summary>
/// <param name="Address">The address; null for all of the machine.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>Reads <c>PORT</c> (loopback), <c>*:PORT</c> (every address) or <c>ADDRESS:PORT</c>.</summary>
    public static ListenAddress? Read(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TryParse(text, out var address))
        {
            return address;
        }

        result.AddError($"'{text}' is no place to listen: write PORT for this machine alone, *:PORT to let others in, or ADDRESS:PORT.");
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
