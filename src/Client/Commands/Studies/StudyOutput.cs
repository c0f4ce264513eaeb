using System.Globalization;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>What <c>study --json</c> prints.</summary>
/// <param name="Name">Name of the study.</param>
/// <param name="Simulated">True if a model server is simulated.</param>
/// <param name="Complete">False if the study was stopped; the same command resumes it.</param>
/// <param name="Folder">Folder with its files.</param>
/// <param name="Cells">One entry per cell, with the columns of results.csv: numbers, texts, booleans, and null for unknown.</param>
/// <param name="Laws">One entry per parameter of a fitted law, with the columns of laws.csv.</param>
internal sealed record StudyOutput(
    string Name,
    bool Simulated,
    bool Complete,
    string Folder,
    IReadOnlyList<IReadOnlyDictionary<string, object?>> Cells,
    IReadOnlyList<IReadOnlyDictionary<string, object?>> Laws
)
{
    private static readonly HashSet<string> Flags = ["simulated", "on_token_front", "on_time_front"];
    private static readonly HashSet<string> Texts = ["model", "problem", "strategy", "settings", "swept", "budget"];

    /// <summary>Creates the output of results.</summary>
    public static StudyOutput Of(StudyResults results, bool isComplete, string folder) =>
        new(
            results.Study.Name,
            results.Simulated,
            isComplete,
            folder,
            [
                .. results.Cells.Select(cell =>
                    cell.Columns(results.Simulated).ToDictionary(column => column.Key, column => Value(column.Key, column.Value))
                ),
            ],
            [.. results.Laws.SelectMany(LawRow.Of).Select(row => row.ToDictionary())]
        );

    /// <summary>A number unless the column is text or a flag. JSON has no infinity.</summary>
    private static object? Value(string column, string? text) =>
        text is null || Texts.Contains(column) ? text
        : Flags.Contains(column) ? text == "1"
        : double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number
        : null;
}
