using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AgentLoad.Client.Telemetry;

/// <summary>Telemetry settings.</summary>
/// <param name="Http">Listen address of /healthz, /readyz and /metrics; null to disable them.</param>
/// <param name="Otlp">OpenTelemetry collector; null to disable the export.</param>
/// <param name="TraceShare">Share of the tasks that are kept as traces, except slow and failed ones, which are always kept.</param>
internal sealed record TelemetrySettings(ListenAddress? Http, Uri? Otlp, double TraceShare)
{
    /// <summary>True to export the calls between grains as traces.</summary>
    public bool TraceGrains { get; init; }

    /// <summary>Telemetry disabled.</summary>
    public static TelemetrySettings None { get; } = new(null, null, 0);
}

/// <summary>Command-line options for OpenTelemetry.</summary>
internal sealed class TelemetryOptions
{
    private readonly Option<Uri?> _otlp = new("--otlp")
    {
        Description = "OpenTelemetry collector for metrics, traces and logs: port 4317 uses gRPC, any other port HTTP.",
        HelpName = "http://HOST:4317",
        CustomParser = ReadUri,
    };

    private readonly Option<double> _share = new("--trace-share")
    {
        Description = "Share of tasks kept as traces, 0 to 1; slow and failed ones are always kept. (default 0.05)",
        HelpName = "SHARE",
        CustomParser = ReadShare,
        DefaultValueFactory = _ => 0.05,
    };

    private readonly Option<bool> _grains = new("--trace-grains")
    {
        Description = "Export calls between grains and their activations as traces. Adds work to every call; not for measurements.",
    };

    public void AddTo(Command command)
    {
        command.Add(_grains);
        command.Add(_otlp);
        command.Add(_share);
    }

    public TelemetrySettings Read(ParseResult parsed, ListenAddress? http) =>
        new(http, parsed.GetValue(_otlp), parsed.GetValue(_share)) { TraceGrains = parsed.GetValue(_grains) };

    private static Uri? ReadUri(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        result.AddError($"--otlp requires the URL of a collector such as http://127.0.0.1:4317, not '{text}'.");
        return null;
    }

    private static double ReadShare(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1)
        {
            return share;
        }

        result.AddError($"--trace-share must be between 0 and 1, not '{text}'.");
        return 0;
    }
}
