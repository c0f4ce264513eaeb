using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>A run could not be saved or read back. <see cref="Exception.Message"/> says what is wrong, <see cref="Remedy"/> what to do.</summary>
public sealed class RunStoreException(string message, string remedy, Exception? inner = null) : Exception(message, inner)
{
    private const int Full = 13;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>What the user can do about it, in one line.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>Says in words why a write under <paramref name="path"/> failed.</summary>
    internal static RunStoreException Writing(string path, Exception cause) =>
        cause switch
        {
            RunStoreException known => known,
            SqliteException { SqliteErrorCode: Full } => DiskFull(path, cause),
            SqliteException { SqliteErrorCode: ReadOnly } or UnauthorizedAccessException => new(
                $"{path} may not be written.",
                "Choose another place with --out, or change its permissions.",
                cause
            ),
            IOException io when IsDiskFull(io) => DiskFull(path, cause),
            _ => new($"{path} cannot be written: {OneLine(cause)}", "Choose another place with --out.", cause),
        };

    /// <summary>Says in words why <paramref name="path"/> could not be read.</summary>
    internal static RunStoreException Reading(string path, Exception cause) =>
        cause switch
        {
            RunStoreException known => known,
            SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => new(
                $"{path} is damaged or no database.",
                "Take the folder of another run; what is in this one cannot be trusted.",
                cause
            ),
            _ => new(
                $"{path} cannot be read: {OneLine(cause)}",
                "Copy the whole folder to a place that you may write, and open it there.",
                cause
            ),
        };

    private static RunStoreException DiskFull(string path, Exception cause) =>
        new(
            $"No space is left to write {path}.",
            "Free some space or choose another disk with --out; what was saved before is kept.",
            cause
        );

    // ERROR_DISK_FULL of Windows and ENOSPC of Unix, as .NET hands them on.
    private static bool IsDiskFull(IOException cause) => (cause.HResult & 0xFFFF) is 0x70 or 28;

    private static string OneLine(Exception cause) => cause.Message.ReplaceLineEndings(" ");
}
