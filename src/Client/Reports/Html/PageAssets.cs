using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace AgentLoad.Client.Reports.Html;

/// <summary>Files embedded in the command for its pages.</summary>
internal static class PageAssets
{
    /// <summary>The style sheet of pages; uPlot's where the command was built with it comes first.</summary>
    public static string Style { get; } = (TryRead("page.bundle.css") is { } bundle ? bundle + "\n" : "") + Text("page.css");

    /// <summary>The script of pages, uPlot with it; null where the command was built without Node.</summary>
    public static string? Script { get; } = TryRead("page.bundle.js");

    /// <summary>The script of the live page; null where the command was built without Node.</summary>
    public static string? LiveScript { get; } = TryRead("live.bundle.js");

    /// <summary>Version of the command.</summary>
    public static string Version { get; } =
        typeof(PageAssets).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>An embedded text that is always there.</summary>
    public static string Text(string name) => TryRead(name) ?? throw new InvalidOperationException($"{name} is not embedded.");

    /// <summary>The source expression that lets a content security policy admit exactly this text.</summary>
    public static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string? TryRead(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        // A browser hashes what it parsed, in which each line ends with LF.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
