using AgentLoad.Client.Commands.Studies;

namespace AgentLoad.Client.Reports.Studies;

/// <summary>The measured cells of a problem and model; their results are comparable.</summary>
/// <param name="Problem">Problem with its settings.</param>
/// <param name="Model">Model.</param>
/// <param name="Cells">Cells: baseline first, then by ascending tokens.</param>
internal sealed record StudyGroup(string Problem, string Model, IReadOnlyList<CellResult> Cells)
{
    public string Name => TerminalText.Sanitize($"{Problem} · {Model}");

    public static IReadOnlyList<StudyGroup> Of(StudyResults results) =>
        [
            .. results
                .Cells.Where(cell => cell.Tasks > 0)
                .GroupBy(cell => (cell.Cell.ProblemText, cell.Cell.Model))
                .Select(group => new StudyGroup(
                    group.Key.ProblemText,
                    group.Key.Model,
                    [.. group.OrderByDescending(cell => cell.Cell.IsBaseline).ThenBy(cell => cell.TotalTokens)]
                )),
        ];
}
