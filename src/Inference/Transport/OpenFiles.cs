using System.Globalization;

namespace AgentLoad.Inference.Transport;

/// <summary>How many files this process may have open at once; every connection is one.</summary>
public static class OpenFiles
{
    private const string Limits = "/proc/self/limits";

    /// <summary>The limit that the system sets (<c>ulimit -n</c>), raised by the runtime as far as it may; null where it is not known.</summary>
    public static int? Limit { get; } = Read();

    /// <summary>What is left of a limit for connections: the rest is for assemblies, results, and whatever else a process opens.</summary>
    /// <param name="limit">Most open files, or null for any number.</param>
    public static int ForConnections(int? limit) => limit is { } files ? Math.Max(files / 2, files - 1024) : int.MaxValue;

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
