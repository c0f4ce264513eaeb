using System.Globalization;
using AgentLoad.Client.Reports;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Renders studies in the terminal.</summary>
internal static class StudyText
{
    private static readonly Style Title = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>Returns the label of a cell: strategy, swept parameters and budget, without the problem.</summary>
    public static string NameOf(StudyCell cell)
    {
        var swept = string.Join(
            ' ',
            cell.Swept.Where(s => !s.Key.StartsWith("problem.", StringComparison.Ordinal)).Select(s => $"{s.Key}={s.Value}")
        );
        return Plain.Of(
            $"{cell.Strategy.Name}{(swept.Length > 0 ? $" {swept}" : "")}{(cell.Budget.Length > 0 ? $" [{cell.Budget}]" : "")}"
        );
    }

    /// <summary>Renders the grid with its estimated cost.</summary>
    public static void Grid(Study study, StudyEstimate estimate, IAnsiConsole console)
    {
        var page = new Page(console);
        page.Line(
            $"{study.Name}: {CountOf(study.Cells.Count, "cell")} × {CountOf(study.Seeds, "seed")} × "
                + $"{study.Cells[0].Workload.Load.Tasks} tasks, in random order",
            Title
        );
        var table = new TextTable("cell", "calls", "tokens", "problem · model");
        foreach (var cell in study.Cells)
        {
            table.Add(
                NameOf(cell),
                Figures.Number(estimate.Cells[cell.Id].Calls),
                Figures.Number(estimate.Cells[cell.Id].Tokens),
                $"{Plain.Of(cell.ProblemText)} · {Plain.Of(cell.Model)}"
            );
        }

        page.Table(table, lastIsText: true);
        page.Line("");
        page.Wrapped(
            $"Estimated total: {Figures.Number(estimate.Calls)} calls and {Figures.Number(estimate.Tokens)} tokens, "
                + $"from {StudyEstimate.TasksPerCell} tasks of each cell on a simulated node."
        );
    }

    /// <summary>Renders the results.</summary>
    public static void Render(StudyResults results, long invalidUnits, string folder, IAnsiConsole console)
    {
        var page = new Page(console);
        var study = results.Study;
        page.Line("");
        page.Line(
            $"{(results.Simulated ? "SIMULATED · " : "")}{study.Name}: {CountOf(study.Cells.Count, "cell")}, "
                + $"{Figures.Count(results.Cells.Sum(cell => (long)cell.Tasks))} tasks",
            Title
        );
        if (invalidUnits > 0)
        {
            page.Wrapped($"INVALID: {invalidUnits} runs are invalid; see their summaries (units.valid in study.db).", Bad);
        }

        foreach (var group in results.Cells.Where(cell => cell.Tasks > 0).GroupBy(cell => (cell.Cell.ProblemText, cell.Cell.Model)))
        {
            page.Line("");
            page.Line(Plain.Of($"{group.Key.ProblemText} · {group.Key.Model}"), Title);
            Costs(study, [.. group.OrderByDescending(cell => cell.Cell.IsBaseline).ThenBy(cell => cell.TotalTokens)], page);
        }

        if (results.Cells.Any(cell => cell.OnTokenFront || cell.OnTimeFront))
        {
            page.Wrapped("T, S: Pareto-optimal in solved rate and tokens (T) or seconds (S) for its problem   * baseline", Dim);
        }

        Laws(results, page);
        Published(results, page);
        page.Line("");
        page.Whole(
            $"Saved in {Plain.Of(folder)}: study.db, results.csv, laws.csv{(study.Published.Count > 0 ? ", published.md" : "")}, runs/"
        );
    }

    private static void Costs(Study study, CellResult[] cells, Page page)
    {
        var hasCost = cells.Any(cell => cell.Cost is not null);
        var hasScore = cells.Any(cell => Figures.IsPartial(cell.Score, cell.Solved));
        var table = new TextTable([
            "mean per task",
            "",
            "solved (95%)",
            "calls",
            "tokens",
            "× direct",
            .. hasCost ? [study.Currency] : (string[])[],
            .. hasScore ? ["score"] : (string[])[],
            "latency",
            "path",
            "parallel",
            "wasted",
            "re-sent",
        ]);
        foreach (var cell in cells)
        {
            table.Add([
                NameOf(cell.Cell) + (cell.Cell.IsBaseline ? " *" : ""),
                $"{(cell.OnTokenFront ? "T" : "")}{(cell.OnTimeFront ? "S" : "")}",
                Figures.Interval(cell.Solved),
                Figures.Number(cell.Calls),
                Figures.Number(cell.TotalTokens),
                cell.Cell.IsBaseline ? "" : Figures.Interval(cell.TokensOverDirect),
                .. hasCost ? [cell.Cost?.ToString("0.####", CultureInfo.InvariantCulture) ?? Figures.Missing] : (string[])[],
                .. hasScore ? [Figures.Spread(cell.Score)] : (string[])[],
                Figures.Seconds(cell.Latency?.Mean),
                Figures.Seconds(cell.CriticalPath),
                cell.Parallelism is { } parallel ? $"×{Figures.Number(parallel)}" : Figures.Missing,
                Figures.Percent(cell.WastedShare),
                Figures.Percent(cell.ResentShare),
            ]);
        }

        page.Table(table, lastIsText: false);
    }

    private static void Laws(StudyResults results, Page page)
    {
        if (results.Laws.Count == 0)
        {
            return;
        }

        var table = new TextTable("power law", "exponent (95%)", "R²", "cells");
        foreach (var (about, parameter, metric, fit) in results.Laws)
        {
            table.Add(
                $"{metric} ∝ {Plain.Of(parameter)}",
                $"{Round(fit.Exponent)} ({Round(fit.Low)}–{Round(fit.High)})",
                fit.RSquared.ToString("0.000", CultureInfo.InvariantCulture),
                Plain.Of(about)
            );
        }

        page.Table(table, lastIsText: true);
    }

    private static void Published(StudyResults results, Page page)
    {
        if (results.Study.Published.Count == 0)
        {
            return;
        }

        var table = new TextTable("published", "published", "measured (95%)", "difference", "source");
        foreach (var row in PublishedTable.Of(results))
        {
            table.Add(
                Plain.Of($"{row.Figure.Strategy} {row.Figure.Metric}"),
                Figures.Number(row.Figure.Value),
                MeasuredText(row),
                PublishedTable.Percent(row.Difference),
                Plain.Of(row.Figure.Source)
            );
        }

        page.Table(table, lastIsText: true);
    }

    private static string MeasuredText(PublishedTable.Row row) =>
        row.Interval is { } interval && interval.Low < interval.High
            ? $"{Figures.Number(row.Measured)} ({Figures.Number(interval.Low)}–{Figures.Number(interval.High)})"
            : Figures.Number(row.Measured);

    private static string CountOf(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Round(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
