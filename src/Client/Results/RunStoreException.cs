using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>
/// A run could not be saved or read. <see cref="Exception.Message"/> describes the error, <see cref="Remedy"/> the solution.
/// </summary>
internal sealed class RunStoreException(string message, string remedy, Exception? inner = null) : Exception(message, inner)
{
    private const int Full = 13;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>True if the named folder is not that of a run.</summary>
    public bool IsWrongFolder { get; private init; }

    /// <summary>Solution for the user, one line.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>Describes a folder that is not that of a run.</summary>
    internal static RunStoreException WrongFolder(string message) =>
        new(message, "Specify the folder of a run, as printed by `agentload run`.") { IsWrongFolder = true };

    /// <summary>Describes a failed write to <paramref name="path"/>.</summary>
    internal static RunStoreException Writing(string path, Exception cause) =>
        cause switch
        {
            RunStoreException known => known,
            SqliteException { SqliteErrorCode: Full } => DiskFull(path, cause),
            SqliteException { SqliteErrorCode: ReadOnly } or UnauthorizedAccessException => new(
                $"{path} is not writable.",
                "Choose another folder with --out, or change its permissions.",
                cause
            ),
            IOException io when IsDiskFull(io) => DiskFull(path, cause),
            _ => new($"{path} cannot be written: {OneLine(cause)}", "Choose another folder with --out.", cause),
        };

    /// <summary>Describes a failed read of <paramref name="path"/>.</summary>
    internal static RunStoreException Reading(string path, Exception cause) =>
        cause switch
        {
            RunStoreException known => known,
            SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => new(
                $"{path} is damaged or not a database.",
                "Use the folder of another run; the data of this run is unreliable.",
                cause
            ),
            _ => new($"{path} cannot be read: {OneLine(cause)}", "Copy the folder to a writable location and open it there.", cause),
        };

    private static RunStoreException DiskFull(string path, Exception cause) =>
        new(
            $"No space left on the device to write {path}.",
            "Free disk space or choose another disk with --out; records saved before are kept.",
            cause
        );

    // ERROR_DISK_FULL on Windows, ENOSPC on Unix.
    private static bool IsDiskFull(IOException cause) => (cause.HResult & 0xFFFF) is 0x70 or 28;

    private static string OneLine(Exception cause) => cause.Message.ReplaceLineEndings(" ");
}
