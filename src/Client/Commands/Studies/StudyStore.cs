using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>
/// The database of a study. A unit is saved in one transaction with its tasks, so that after an interruption it is either complete or
/// absent, and the study resumes with the next unit.
/// </summary>
internal sealed class StudyStore : IDisposable
{
    /// <summary>File name of the database.</summary>
    public const string DatabaseName = "study.db";

    private readonly SqliteConnection _connection;
    private readonly string _path;

    private StudyStore(SqliteConnection connection, string path) => (_connection, _path) = (connection, path);

    /// <summary>Opens the database of the study, or creates it.</summary>
    /// <exception cref="UserErrorException">The folder contains a different study, or the database is in use.</exception>
    /// <exception cref="RunStoreException">The database cannot be read or written.</exception>
    public static StudyStore Open(string folder, Study study)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, DatabaseName);
        SqliteConnection? connection = null;
        try
        {
            connection = Database.Open(path, SqliteOpenMode.ReadWriteCreate);
            // Exclusive: two processes on one study would run every unit twice.
            connection.Execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            if (
                connection.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'study'") > 0
                && connection.Scalar("PRAGMA user_version") != StudySchema.Version
            )
            {
                throw new UserErrorException(
                    $"{path} was written by another version of agentload. Use another --out or another name (--set name=…).",
                    ExitCode.BadInput
                );
            }

            connection.Execute($"BEGIN IMMEDIATE; {StudySchema.Ddl}; PRAGMA user_version = {StudySchema.Version}; COMMIT");
            var store = new StudyStore(connection, path);
            store.CheckFingerprint(study);
            return store;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 5)
        {
            connection?.Dispose();
            throw new UserErrorException($"{path} is in use: another process is running this study.");
        }
        catch (Exception e)
        {
            connection?.Dispose();
            throw e is UserErrorException ? e : RunStoreException.Writing(path, e);
        }
    }

    /// <summary>Returns the positions of the completed units.</summary>
    public IReadOnlySet<int> CompletedUnits()
    {
        using var rows = new Statement(_connection, "SELECT position FROM units WHERE completed IS NOT NULL");
        var done = new HashSet<int>();
        while (rows.Read())
        {
            done.Add(rows.Int());
        }

        return done;
    }

    /// <summary>Saves a unit and its tasks in one transaction.</summary>
    public void Save(StudyUnit unit, string folder, bool simulated, bool valid, DateTimeOffset completed, IEnumerable<StudyTask> tasks)
    {
        try
        {
            _connection.Execute("BEGIN IMMEDIATE");
            using (var row = new Statement(_connection, "INSERT OR REPLACE INTO units VALUES (?,?,?,?,?,?,?)"))
            {
                row.Add((long)unit.Position)
                    .Add((long)unit.Cell.Id)
                    .Add(unit.Seed)
                    .Add(folder)
                    .Add(simulated)
                    .Add(valid)
                    .Add(completed.UtcDateTime.ToString("O"))
                    .Run();
            }

            using (var row = Statement.Insert(_connection, "tasks", 26))
            {
                foreach (var task in tasks)
                {
                    row.Add((long)unit.Position)
                        .Add(task.TaskId)
                        .Add((long)unit.Cell.Id)
                        .Add(unit.Seed)
                        .Add(task.ProblemId)
                        .Add(EnumNames<TaskState>.Of(task.State))
                        .Add((long)task.Calls)
                        .Add((long)task.ToolCalls)
                        .Add((long)task.Depth)
                        .Add((long)task.PeakCalls)
                        .Add(task.PromptTokens)
                        .Add(task.CompletionTokens)
                        .Add(task.TotalTokens)
                        .Add(task.ResentTokens)
                        .Add(task.DistinctPromptTokens)
                        .Add(task.WastedTokens)
                        .Add(task.LatencySeconds)
                        .Add(task.CriticalPathSeconds)
                        .Add(task.Parallelism)
                        .Add(task.ServerSeconds)
                        .Add((long)task.ParseFailures)
                        .Add((long)task.Retries)
                        .Add(task.Score)
                        .Add(task.StartSeconds)
                        .Add(task.CallSeconds)
                        .Add(task.QueueSeconds)
                        .Run();
                }
            }

            _connection.Execute("COMMIT");
        }
        catch (SqliteException e)
        {
            throw RunStoreException.Writing(_path, e);
        }
    }

    /// <summary>Returns all saved tasks.</summary>
    public IReadOnlyList<StudyTask> Tasks() => TasksOf(_connection);

    /// <summary>Reads the tasks of a database.</summary>
    internal static IReadOnlyList<StudyTask> TasksOf(SqliteConnection connection)
    {
        using var rows = new Statement(connection, "SELECT * FROM tasks ORDER BY position, task_id");
        var tasks = new List<StudyTask>();
        while (rows.Read())
        {
            rows.Long();
            tasks.Add(
                new StudyTask
                {
                    TaskId = rows.Long(),
                    CellId = rows.Int(),
                    Seed = rows.Long(),
                    ProblemId = rows.Text(),
                    State = EnumNames<TaskState>.Parse(rows.Text()),
                    Calls = rows.Int(),
                    ToolCalls = rows.Int(),
                    Depth = rows.Int(),
                    PeakCalls = rows.Int(),
                    PromptTokens = rows.MaybeLong(),
                    CompletionTokens = rows.MaybeLong(),
                    TotalTokens = rows.MaybeLong(),
                    ResentTokens = rows.MaybeLong(),
                    DistinctPromptTokens = rows.MaybeLong(),
                    WastedTokens = rows.MaybeLong(),
                    LatencySeconds = rows.Double(),
                    CriticalPathSeconds = rows.Double(),
                    Parallelism = rows.Double(),
                    ServerSeconds = rows.MaybeDouble(),
                    ParseFailures = rows.Int(),
                    Retries = rows.Int(),
                    Score = rows.MaybeDouble(),
                    StartSeconds = rows.Double(),
                    CallSeconds = rows.Double(),
                    QueueSeconds = rows.MaybeDouble(),
                }
            );
        }

        return tasks;
    }

    /// <summary>Returns true if a simulated node served at least one unit.</summary>
    public bool IsSimulated() => _connection.Scalar("SELECT count(*) FROM units WHERE simulated = 1") > 0;

    /// <summary>Returns the number of units with an invalid run.</summary>
    public long InvalidUnits() => _connection.Scalar("SELECT count(*) FROM units WHERE valid = 0");

    /// <summary>Replaces the results of cells and laws.</summary>
    public void SaveResults(StudyResults results)
    {
        _connection.Execute("BEGIN IMMEDIATE; DELETE FROM results; DELETE FROM laws");
        using (var row = new Statement(_connection, "INSERT INTO results VALUES (?,?)"))
        {
            foreach (var cell in results.Cells)
            {
                row.Add((long)cell.Cell.Id).Add(JsonSerializer.Serialize(cell.Columns(results.Simulated))).Run();
            }
        }

        using (var row = Statement.Insert(_connection, "laws", LawRow.Names.Count))
        {
            foreach (var law in results.Laws.SelectMany(LawRow.Of))
            {
                law.AddTo(row).Run();
            }
        }

        _connection.Execute("COMMIT");
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private void CheckFingerprint(Study study)
    {
        var fingerprint = ComputeFingerprint(study);
        using (var row = new Statement(_connection, "SELECT fingerprint FROM study"))
        {
            if (row.Read())
            {
                if (row.Text() == fingerprint)
                {
                    return;
                }

                throw new UserErrorException(
                    $"{_path} contains a study with the same name but a different grid or settings. "
                        + "Use another --out or another name (--set name=…).",
                    ExitCode.BadInput
                );
            }
        }

        _connection.Execute("BEGIN IMMEDIATE");
        using (var row = Statement.Insert(_connection, "study", 6))
        {
            row.Add(study.Name)
                .Add(fingerprint)
                .Add(study.Seed)
                .Add((long)study.Seeds)
                .Add(study.Text)
                .Add(JsonSerializer.Serialize(study.Settings))
                .Run();
        }

        using (var row = Statement.Insert(_connection, "cells", 8))
        {
            foreach (var cell in study.Cells)
            {
                row.Add((long)cell.Id)
                    .Add(cell.Strategy.Name)
                    .Add(StudyCell.TextOf(cell.Strategy))
                    .Add(cell.Problem.Name)
                    .Add(cell.ProblemText)
                    .Add(cell.Model)
                    .Add(cell.Budget)
                    .Add(JsonSerializer.Serialize(cell.Swept.ToDictionary()))
                    .Run();
            }
        }

        _connection.Execute("COMMIT");
    }

    internal static string ComputeFingerprint(Study study)
    {
        var text = string.Join(
            '\n',
            study.Cells.Select(cell => WorkloadWriter.Write(cell.Workload, WorkloadCatalogs.Inputs)).Prepend($"{study.Seed} {study.Seeds}")
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
