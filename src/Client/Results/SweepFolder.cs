using System.Globalization;
using System.Text.Json;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Results;

/// <summary>Folder of a sweep: its result, and the runs of its steps.</summary>
internal static class SweepFolder
{
    /// <summary>Returns the path of the result file in a folder.</summary>
    public static string FilePath(string folder) => Path.Combine(folder, "sweep.json");

    /// <summary>Returns true if a folder contains a sweep.</summary>
    public static bool Exists(string folder) => File.Exists(FilePath(folder));

    /// <summary>Creates a new folder.</summary>
    public static string Create(string parent, string name, DateTimeOffset started)
    {
        var path = Path.Combine(
            parent,
            $"{started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{name}-sweep"
        );
        var free = path;
        for (var number = 2; Path.Exists(free); number++)
        {
            free = $"{path}-{number}";
        }

        Directory.CreateDirectory(free);
        return free;
    }

    /// <summary>Writes a result atomically.</summary>
    public static void Save(string folder, SweepResult result) => RunFolder.WriteAtomically(FilePath(folder), SweepJson.Write(result));

    /// <summary>Reads the sweep of a folder; null if there is none.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
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
                "The runs of its steps are intact: specify the folder of one."
            );
        }
    }
}
