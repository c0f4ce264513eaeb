using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports.Plots;

namespace AgentLoad.Client.Reports.Studies;

/// <summary>Heat maps of the grid of a study.</summary>
internal static class StudyGrids
{
    private static readonly string[] CommonDimensions = ["problem", "model", "budget"];

    private const int MaxColumns = 14;

    /// <summary>Returns heat maps of solved rate, tokens and latency; none if the grid has only one column.</summary>
    public static IReadOnlyList<GridPlot> Of(StudyResults results)
    {
        var cells = results.Cells.Where(cell => cell.Tasks > 0).ToArray();
        if (ColumnOf(cells) is not { } column)
        {
            return [];
        }

        return
        [
            .. new (string Id, string Title, PlotUnit Unit, Func<CellResult, double?> Value)[]
            {
                ("grid-solved", "Solved rate", PlotUnit.Percent, cell => cell.Solved?.Rate),
                ("grid-tokens", "Tokens per task", PlotUnit.Number, cell => cell.TotalTokens),
                ("grid-latency", "Mean task latency", PlotUnit.Seconds, cell => cell.Latency?.Mean),
            }
                .Where(metric => cells.Any(cell => metric.Value(cell) is not null))
                .Select(metric => Grid(cells, column, metric.Id, metric.Title, metric.Unit, metric.Value)),
        ];
    }

    private static GridPlot Grid(CellResult[] cells, string column, string id, string title, PlotUnit unit, Func<CellResult, double?> value)
    {
        string[] columns = [.. cells.Select(cell => ValueOf(cell, column)).OfType<string>().Distinct()];
        columns = columns.All(text => double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _))
            ? [.. columns.OrderBy(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))]
            : columns;
        return new GridPlot(
            id,
            $"{title} of the grid",
            $"{column} →",
            columns,
            [
                .. cells
                    .Where(cell => ValueOf(cell, column) is not null)
                    .GroupBy(cell => RowOf(cell, cells, column))
                    .Select(row =>
                        (
                            row.Key,
                            (IReadOnlyList<double?>)
                                [
                                    .. columns.Select(name =>
                                        row.FirstOrDefault(cell => ValueOf(cell, column) == name) is { } cell ? value(cell) : null
                                    ),
                                ]
                        )
                    ),
            ],
            unit
        );
    }

    /// <summary>
    /// Returns the dimension of the columns: the one with at least two values that the most cells have; problems before other dimensions.
    /// </summary>
    private static string? ColumnOf(CellResult[] cells) =>
        DimensionsOf(cells)
            .Select(name => (Name: name, Values: cells.Select(cell => ValueOf(cell, name)).OfType<string>().ToArray()))
            .Where(dimension => dimension.Values.Distinct().Count() is >= 2 and <= MaxColumns)
            .OrderByDescending(dimension => dimension.Values.Length)
            .Select(dimension => dimension.Name)
            .FirstOrDefault();

    private static IEnumerable<string> DimensionsOf(CellResult[] cells) =>
        CommonDimensions.Concat(cells.SelectMany(cell => cell.Cell.Swept.Select(swept => swept.Key)).Distinct());

    private static string? ValueOf(CellResult cell, string dimension) =>
        dimension switch
        {
            "problem" => cell.Cell.ProblemText,
            "model" => cell.Cell.Model,
            "budget" => cell.Cell.Budget.Length == 0 ? "none" : cell.Cell.Budget,
            _ => cell.Cell.Swept.Where(swept => swept.Key == dimension).Select(swept => swept.Value).FirstOrDefault(),
        };

    private static string RowOf(CellResult cell, CellResult[] cells, string column)
    {
        var other = cell.Cell.Swept.Where(swept => swept.Key != column && !swept.Key.StartsWith("problem.", StringComparison.Ordinal));
        string[] parts =
        [
            string.Join(' ', other.Select(swept => $"{swept.Key}={swept.Value}").Prepend(cell.Cell.Strategy.Name)),
            .. CommonDimensions
                .Where(name => name != column && cells.Select(one => ValueOf(one, name)).Distinct().Count() > 1)
                .Select(name => ValueOf(cell, name)!),
        ];
        return TerminalText.Sanitize(string.Join(" · ", parts));
    }
}
