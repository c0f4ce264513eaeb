using System.Text.Json;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Reports.Trace;

/// <summary>
/// Exports tasks in the Trace Event Format (JSON object form), which Perfetto and speedscope open. An agent is a process. Its tasks are on
/// the first thread, the steps on further threads, so events of a thread never partially overlap. Times are in microseconds.
/// </summary>
internal static class TraceFile
{
    /// <summary>Writes all tasks or a selection.</summary>
    /// <param name="archive">Run to export.</param>
    /// <param name="output">File to write; <c>trace.json</c> in the folder of the run if null.</param>
    /// <param name="only">Ids of the tasks to write; all tasks if empty.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <returns>Path of the file.</returns>
    public static async Task<string> WriteAsync(
        RunArchive archive,
        string? output,
        IReadOnlyCollection<long> only,
        CancellationToken cancellationToken
    )
    {
        var path = output ?? Path.Combine(archive.Folder, "trace.json");
        await using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        await using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteStartObject("otherData");
        json.WriteString("run", TerminalText.Sanitize(archive.Facts.Id));
        json.WriteBoolean("simulated", archive.Facts.Simulated);
        json.WriteEndObject();
        json.WriteStartArray("traceEvents");
        var events = new TraceEvents(json, archive.Facts.Simulated);
        foreach (var task in archive.ReadTasks(cancellationToken))
        {
            if (only.Count > 0 && !only.Contains(task.Id))
            {
                continue;
            }

            events.Write(task);
            if (json.BytesPending > 1 << 16)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return path;
    }
}
