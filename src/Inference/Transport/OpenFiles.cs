using System.Globalization;

namespace AgentLoad.Inference.Transport;

/// <summary>Limit of open files of this process. Every connection uses one.</summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";

    /// <summary>Limit of open files (<c>ulimit -n</c>), raised by the runtime to the hard limit; null if unknown.</summary>
    public static int? Limit { get; } = Read();

    /// <summary>
    /// Returns the number of files available for connections. The rest is reserved for assemblies, results and other files.
    /// </summary>
    /// <param name="limit">Limit of open files; null for no limit.</param>
    public static int ConnectionLimit(int? limit) => limit is { } files ? Math.Max(files / 2, files - 1024) : int.MaxValue;

    private static int? Read()
    {
        try
        {
            var line = File.Exists(Limits)
                ? File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal))
                : null;
            return int.TryParse(
                line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3),
                CultureInfo.InvariantCulture,
                out var limit
            )
                ? limit
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
