using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace AgentLoad.Client.Reports.Html;

/// <summary>Embedded files of the HTML pages.</summary>
internal static class PageAssets
{
    /// <summary>Style sheet of the pages, including that of uPlot if it was bundled.</summary>
    public static string Style { get; } = (TryRead("page.bundle.css") is { } bundle ? bundle + "\n" : "") + Text("page.css");

    /// <summary>Script of the report, bundled with uPlot; null if the build had no Node.</summary>
    public static string? Script { get; } = TryRead("page.bundle.js");

    /// <summary>Script of the live page; null if the build had no Node.</summary>
    public static string? LiveScript { get; } = TryRead("live.bundle.js");

    /// <summary>Version of agentload.</summary>
    public static string Version { get; } =
        typeof(PageAssets).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Returns an embedded text.</summary>
    public static string Text(string name) => TryRead(name) ?? throw new InvalidOperationException($"{name} is not embedded.");

    /// <summary>Returns the hash source of a text for a content security policy.</summary>
    public static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string? TryRead(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        // Browsers hash the parsed text, where line endings are normalized to LF.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
