using System.Text.Json;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Problems.Datasets.Files;

/// <summary>Reads JSON lines: one JSON object per line.</summary>
internal static class JsonLineFile
{
    /// <summary>Maximum length of a line in characters; images as data URLs make lines long.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>Returns the rows with their line numbers.</summary>
    public static IEnumerable<DataRow> Read(string path) => TraceLines.Read(path, MaxLength).Select(line => Row(line.Number, line.Text));

    /// <summary>Removes the place that a message of <see cref="JsonException"/> ends with.</summary>
    public static string WithoutPlace(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var at ? message[..at] : message;

    private static DataRow Row(int number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new DataRow(number, document.RootElement.Clone())
                : new DataRow(number, default) { Error = "is not a JSON object" };
        }
        catch (JsonException error)
        {
            return new DataRow(number, default) { Error = $"is not JSON: {WithoutPlace(error.Message)}" };
        }
    }
}
