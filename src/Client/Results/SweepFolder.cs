using System.Globalization;
using System.Text.Json;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Results;

/// <summary>The folder of a sweep: its result, beside the runs that are its steps.</summary>
internal static class SweepFolder
{
    /// <summary>The result in a folder.</summary>
    public static string FilePath(string folder) => Path.Combine(folder, "sweep.json");

    /// <summary>Whether a folder is that of a sweep.</summary>
    public static bool Exists(string folder) => File.Exists(FilePath(folder));

    /// <summary>Makes a folder that nobody else has.</summary>
    public static string Create(string parent, string name, DateTimeOffset started)
    {
        var path = Path.Combine(
            parent,
            $"{started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{name}-sweep"
        );
        var free = path;
        for (var twin = 2; Path.Exists(free); twin++)
        {
            free = $"{path}-{twin}";
        }

        Directory.CreateDirectory(free);
        return free;
    }

    /// <summary>Writes a result; whoever reads finds the one before or this one whole.</summary>
    public static void Save(string folder, SweepResult result) => RunFolder.WriteAtomically(FilePath(folder), SweepJson.Write(result));

    /// <summary>The sweep in a folder; null where there is none.</summary>
    /// <exception cref="RunStoreException">It cannot be read.</exception>
    public static SweepResult? Read(string folder)
    {
        if (!Exists(folder))
        {
            return null;
        }

        try
        {
            return SweepJson.Read(File.ReadAllText(FilePath(folder)));
        }
        catch (JsonException e)
        {
            throw new RunStoreException(
                $"{FilePath(folder)} is damaged: {e.Message}",
                "The runs beside it are whole: give the folder of one."
            );
        }
    }
}
