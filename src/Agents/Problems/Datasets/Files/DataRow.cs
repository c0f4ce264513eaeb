using System.Text.Json;

namespace AgentLoad.Agents.Problems.Datasets.Files;

/// <summary>A row of a data file.</summary>
/// <param name="Number">Line of a text file, or item of a JSON array, from 1.</param>
/// <param name="Fields">The columns: a JSON object. If the row cannot be read, its kind is <see cref="JsonValueKind.Undefined"/>.</param>
internal sealed record DataRow(long Number, JsonElement Fields)
{
    /// <summary>Why the row cannot be read; null if it can.</summary>
    public string? Error { get; init; }
}
