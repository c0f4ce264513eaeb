using System.Globalization;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>The power law of a cost over a swept parameter, with all other settings fixed.</summary>
/// <param name="About">Cells that the law was fitted to.</param>
/// <param name="Parameter">Swept parameter.</param>
/// <param name="Metric">Cost metric.</param>
/// <param name="Fit">Fitted law.</param>
internal sealed record StudyLaw(string About, string Parameter, string Metric, PowerLawFit Fit)
{
    private static readonly (string Name, Func<StudyTask, double?> Value)[] Costs =
    [
        ("total_tokens", task => task.TotalTokens),
        ("calls", task => task.Calls),
        ("latency_s", task => task.LatencySeconds),
    ];

    /// <summary>Fits a law for each numeric swept parameter, each cost, and each combination of the other settings.</summary>
    public static IEnumerable<StudyLaw> Of(Study study, ILookup<int, StudyTask> tasks) =>
        from cell in study.Cells
        from swept in cell.Swept
        let value = double.TryParse(swept.Value, CultureInfo.InvariantCulture, out var x) ? x : double.NaN
        where double.IsFinite(value)
        let others = string.Join(' ', cell.Swept.Where(other => other.Key != swept.Key).Select(other => $"{other.Key}={other.Value}"))
        group (cell, value) by (
            cell.Strategy.Name,
            Problem: swept.Key.StartsWith("problem.", StringComparison.Ordinal) ? cell.Problem.Name : cell.ProblemText,
            cell.Model,
            cell.Budget,
            Parameter: swept.Key,
            others
        ) into cells
        from cost in Costs
        let fit = PowerLawFit.Of(
            [
                .. cells.SelectMany(one =>
                    tasks[one.cell.Id]
                        .Where(task => task.IsComparable && cost.Value(task) is not null)
                        .Select(task => new PowerLawObservation(task.Problem, one.value, cost.Value(task)!.Value))
                ),
            ],
            unchecked((int)study.Seed)
        )
        where fit is not null
        select new StudyLaw(
            string.Join(
                " · ",
                new[] { cells.Key.Name, cells.Key.others, cells.Key.Problem, cells.Key.Model, cells.Key.Budget }.Where(part =>
                    part.Length > 0
                )
            ),
            cells.Key.Parameter,
            cost.Name,
            fit
        );
}
