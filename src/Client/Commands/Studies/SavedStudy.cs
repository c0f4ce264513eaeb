using System.Text.Json;
using AgentLoad.Client.Results;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>A unit of a saved study.</summary>
/// <param name="CellId">Cell.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Folder">Folder of its run, relative to that of the study.</param>
/// <param name="IsValid">False if its run is invalid.</param>
internal sealed record SavedUnit(int CellId, long Seed, string Folder, bool IsValid);

/// <summary>A study read from its folder, complete or not.</summary>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="Results">Results of the completed units.</param>
/// <param name="Units">Completed units.</param>
/// <param name="Tasks">Tasks of the completed units.</param>
internal sealed record SavedStudy(string Folder, StudyResults Results, IReadOnlyList<SavedUnit> Units, IReadOnlyList<StudyTask> Tasks)
{
    /// <summary>Number of units of the whole grid.</summary>
    public int PlannedUnits => Results.Study.Cells.Count * Results.Study.Seeds;

    /// <summary>Number of units with an invalid run.</summary>
    public int InvalidUnits => Units.Count(unit => !unit.IsValid);

    /// <summary>Returns true if a folder contains a study.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, StudyStore.DatabaseName));

    /// <summary>Reads the study of a folder.</summary>
    /// <exception cref="UserErrorException">
    /// The study is running, was written by another version, or its file has changed since.
    /// </exception>
    /// <exception cref="RunStoreException">The database cannot be read.</exception>
    public static SavedStudy Read(string folder)
    {
        folder = Path.GetFullPath(folder);
        var path = Path.Combine(folder, StudyStore.DatabaseName);
        try
        {
            using var connection = Database.Open(path, SqliteOpenMode.ReadWrite);
            var version = connection.Scalar("PRAGMA user_version");
            if (version is < StudySchema.OldestVersion or > StudySchema.Version)
            {
                throw new UserErrorException(
                    $"{path} has schema {version}; this version reads {StudySchema.OldestVersion} to {StudySchema.Version}. "
                        + "Open it with the version that wrote it.",
                    ExitCode.BadInput
                );
            }

            var study = StudyOf(connection, path, hasSettings: version > StudySchema.OldestVersion);
            var units = UnitsOf(connection, out var simulated);
            var tasks = StudyStore.TasksOf(connection);
            return new SavedStudy(folder, StudyResults.Of(study, simulated, tasks), units, tasks);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 261)
        {
            throw new UserErrorException($"{path} is in use: the study is running. Wait for its end, or stop it with Ctrl-C.");
        }
        catch (Exception e) when (e is SqliteException or JsonException)
        {
            throw RunStoreException.Reading(path, e);
        }
    }

    private static Study StudyOf(SqliteConnection connection, string path, bool hasSettings)
    {
        using var row = new Statement(connection, $"SELECT file, fingerprint, {(hasSettings ? "settings" : "'[]'")} FROM study");
        if (!row.Read())
        {
            throw new UserErrorException($"{path} contains no study: it was interrupted while it started.", ExitCode.BadInput);
        }

        var (text, fingerprint, settings) = (row.Text(), row.Text(), JsonSerializer.Deserialize<string[]>(row.Text())!);
        var study = StudyFile.Parse(text, path, settings, allowMissingKeys: true);
        return StudyStore.ComputeFingerprint(study) == fingerprint
            ? study
            : throw new UserErrorException(
                $"The grid of {path} cannot be read: the study was started with other settings, or strategies have changed since. "
                    + "results.csv and the runs in its folder are complete.",
                ExitCode.BadInput
            );
    }

    private static List<SavedUnit> UnitsOf(SqliteConnection connection, out bool simulated)
    {
        using var rows = new Statement(
            connection,
            "SELECT cell_id, seed, folder, valid, simulated FROM units WHERE completed IS NOT NULL ORDER BY cell_id, seed"
        );
        var units = new List<SavedUnit>();
        simulated = false;
        while (rows.Read())
        {
            units.Add(new SavedUnit(rows.Int(), rows.Long(), rows.Text(), rows.Flag()));
            simulated |= rows.Flag();
        }

        return units;
    }
}
