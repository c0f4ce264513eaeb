using System.Globalization;

namespace AgentLoad.Inference.Transport;

/// <summary>Limit of open files of this process. Every connection uses one.</summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";

    // A run of two agents on the embedded node fails with 350 files and succeeds with 400.
    private const int Minimum = 512;
    private const int Recommended = 65_536;

    /// <summary>Limit of open files (<c>ulimit -n</c>), raised by the runtime to the hard limit; null if unknown.</summary>
    public static int? Limit { get; } = Read();

    /// <summary>
    /// Returns the number of files available for connections. The rest is reserved for assemblies, results and other files.
    /// </summary>
    /// <param name="limit">Limit of open files; null for no limit.</param>
    public static int ConnectionLimit(int? limit) => limit is { } files ? Math.Max(files / 2, files - 1024) : int.MaxValue;

    /// <summary>Returns the error if the limit is too low for any command; null if it is not.</summary>
    /// <param name="limit">Limit of open files; null for no limit.</param>
    public static string? Shortage(int? limit) =>
        limit < Minimum
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"this process may open {limit} files, and needs at least {Minimum}. Raise the limit: ulimit -n {Recommended}"
            )
            : null;

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
