using System.Globalization;
using System.Text;

namespace AgentLoad.Client.Results;

/// <summary>The folder of a run: its name and its files.</summary>
internal static class RunFolder
{
    public const string DatabaseName = "run.db";
    public const string SummaryName = "summary.json";
    public const string WorkloadName = "workload.yaml";

    private const int MostTwins = 1000;

    /// <summary>Makes a folder that nobody else has, with the workload in it.</summary>
    /// <exception cref="RunStoreException">It cannot be made.</exception>
    public static string Create(string parent, string name, DateTimeOffset started, string workloadYaml)
    {
        var path = Path.Combine(
            parent,
            $"{started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{Slug(name)}"
        );
        try
        {
            for (var twin = 1; twin <= MostTwins; twin++)
            {
                var folder = twin == 1 ? path : $"{path}-{twin}";
                if (Path.Exists(folder))
                {
                    continue;
                }

                Directory.CreateDirectory(folder);
                if (TryClaim(Path.Combine(folder, WorkloadName), workloadYaml))
                {
                    return Path.GetFullPath(folder);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw RunStoreException.Writing(path, e);
        }

        throw new RunStoreException($"{path} and its {MostTwins - 1} twins are all taken.", "Choose another place with --out.");
    }

    /// <summary>Writes a file so that it is there whole or not at all.</summary>
    public static void WriteAtomically(string path, string text)
    {
        var partial = path + ".partial";
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    // Two runs may have made the folder in the same instant: the file that only one of them can make decides.
    private static bool TryClaim(string path, string text)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (IOException) when (File.Exists(path) && new FileInfo(path).Length > 0)
        {
            return false;
        }
    }

    private static string Slug(string name)
    {
        var kept = string.Concat(name.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))
            .Trim('-', '.');
        return kept.Length == 0 ? "run" : kept;
    }
}
