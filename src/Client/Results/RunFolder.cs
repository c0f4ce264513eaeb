using System.Globalization;
using System.Text;

namespace AgentLoad.Client.Results;

/// <summary>Name and files of the folder of a run.</summary>
internal static class RunFolder
{
    public const string DatabaseName = "run.db";
    public const string SummaryName = "summary.json";
    public const string WorkloadName = "workload.yaml";

    private const int MaxFolders = 1000;

    /// <summary>Creates a new folder that contains the workload.</summary>
    /// <exception cref="RunStoreException">The folder cannot be created.</exception>
    public static string Create(string parent, string name, DateTimeOffset started, string workloadYaml)
    {
        var path = Path.Combine(
            parent,
            $"{started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{Slug(name)}"
        );
        try
        {
            for (var number = 1; number <= MaxFolders; number++)
            {
                var folder = number == 1 ? path : $"{path}-{number}";
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

        throw new RunStoreException($"{path} and {MaxFolders - 1} numbered variants already exist.", "Choose another folder with --out.");
    }

    /// <summary>Writes a file atomically: readers see either the previous or the complete new content.</summary>
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

    // Two runs may create the folder at the same time. Only one of them can create the file.
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
