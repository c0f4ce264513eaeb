namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>A question of a data set.</summary>
/// <param name="Place">Its line or item in the file, from 1.</param>
/// <param name="Question">The question.</param>
/// <param name="Expected">Accepted answers, in normal form; empty if there is none.</param>
/// <param name="Working">Reasoning steps of the solution; empty if the row has none.</param>
/// <param name="Images">Encoded images.</param>
internal sealed record DatasetRow(
    long Place,
    string Question,
    IReadOnlyList<string> Expected,
    IReadOnlyList<string> Working,
    IReadOnlyList<ReadOnlyMemory<byte>> Images
);
