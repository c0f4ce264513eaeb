using System.Globalization;
using AgentLoad.Client.Reports;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>A study for a terminal.</summary>
internal static class StudyText
{
    private static readonly Style Title = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>A cell by its strategy and what is swept in it; the problem is named beside it.</summary>
    public static string NameOf(StudyCell cell)
    {
        var swept = string.Join(
            ' ',
            cell.Swept.Where(s => !s.Key.StartsWith("problem.", StringComparison.Ordinal)).Select(s => $"{s.Key}={s.Value}")
        );
        return TerminalText.Sanitize(
            $"{cell.Strategy.Name}{(swept.Length > 0 ? $" {swept}" : "")}{(cell.Budget.Length > 0 ? $" [{cell.Budget}]" : "")}"
        );
    }

    /// <summary>The grid with what it may cost.</summary>
    public static void Grid(Study study, StudyEstimate estimate, IAnsiConsole console)
    {
        var page = new ConsoleWriter(console);
        page.WriteLine(
            $"{study.Name}: {study.Cells.Count} cell{(study.Cells.Count == 1 ? "" : "s")} × {study.Seeds} seed{(study.Seeds == 1 ? "" : "s")} × {study.Cells[0].Workload.Load.Tasks} tasks, in random order",
            Title
        );
        var table = new TextTable("cell", "calls", "tokens", "problem · model");
        foreach (var cell in study.Cells)
        {
            table.Add(
                NameOf(cell),
                NumberFormat.Number(estimate.Cells[cell.Id].Calls),
                NumberFormat.Number(estimate.Cells[cell.Id].Tokens),
                $"{TerminalText.Sanitize(cell.ProblemText)} · {TerminalText.Sanitize(cell.Model)}"
            );
        }

        page.WriteTable(table, lastIsText: true);
        page.WriteLine("");
        page.WriteWrapped(
            $"In all about {NumberFormat.Number(estimate.Calls)} calls and {NumberFormat.Number(estimate.Tokens)} tokens: an estimate, from {StudyEstimate.TasksPerCell} tasks of each cell on a simulated node."
        );
    }

    /// <summary>What a study came to.</summary>
    public static void Render(StudyResults results, long invalidUnits, string folder, IAnsiConsole console)
    {
        var page = new ConsoleWriter(console);
        var study = results.Study;
        page.WriteLine("");
        page.WriteLine(
            $"{(results.Simulated ? "SIMULATED · " : "")}{study.Name}: {study.Cells.Count} cell{(study.Cells.Count == 1 ? "" : "s")}, {NumberFormat.Count(results.Cells.Sum(cell => (long)cell.Tasks))} tasks",
            Title
        );
        if (invalidUnits > 0)
        {
            page.WriteWrapped($"INVALID: {invalidUnits} runs were marked invalid; their folders say why (units.valid in study.db).", Bad);
        }

        foreach (var group in results.Cells.Where(cell => cell.Tasks > 0).GroupBy(cell => (cell.Cell.ProblemText, cell.Cell.Model)))
        {
            page.WriteLine("");
            page.WriteLine(TerminalText.Sanitize($"{group.Key.ProblemText} · {group.Key.Model}"), Title);
            Costs(study, [.. group.OrderByDescending(cell => cell.Cell.IsBaseline).ThenBy(cell => cell.TotalTokens)], page);
        }

        if (results.Cells.Any(cell => cell.OnTokenFront || cell.OnTimeFront))
        {
            page.WriteWrapped(
                "T, S: no other cell of its problem solves as much with fewer tokens, in fewer seconds   * to compare with",
                Dim
            );
        }

        Laws(results, page);
        Published(results, page);
        page.WriteLine("");
        page.WriteUntruncated(
            $"Saved in {TerminalText.Sanitize(folder)}: study.db, results.csv, laws.csv{(study.Published.Count > 0 ? ", published.md" : "")}, runs/"
        );
    }

    private static void Costs(Study study, CellResult[] cells, ConsoleWriter page)
    {
        var hasCost = cells.Any(cell => cell.Cost is not null);
        var hasScore = cells.Any(cell => NumberFormat.IsPartial(cell.Score, cell.Solved));
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
                NumberFormat.Interval(cell.Solved),
                NumberFormat.Number(cell.Calls),
                NumberFormat.Number(cell.TotalTokens),
                cell.Cell.IsBaseline ? "" : NumberFormat.Interval(cell.TokensOverDirect),
                .. hasCost ? [cell.Cost?.ToString("0.####", CultureInfo.InvariantCulture) ?? NumberFormat.Missing] : (string[])[],
                .. hasScore ? [NumberFormat.Spread(cell.Score)] : (string[])[],
                NumberFormat.Seconds(cell.Latency?.Mean),
                NumberFormat.Seconds(cell.CriticalPath),
                cell.Parallelism is { } parallel ? $"×{NumberFormat.Number(parallel)}" : NumberFormat.Missing,
                NumberFormat.Percent(cell.WastedShare),
                NumberFormat.Percent(cell.ResentShare),
            ]);
        }

        page.WriteTable(table, lastIsText: false);
    }

    private static void Laws(StudyResults results, ConsoleWriter page)
    {
        if (results.Laws.Count == 0)
        {
            return;
        }

        var table = new TextTable("compounding law", "exponent (95%)", "R²", "cells");
        foreach (var (about, parameter, metric, fit) in results.Laws)
        {
            table.Add(
                $"{metric} ∝ {TerminalText.Sanitize(parameter)}",
                $"{Round(fit.Exponent)} ({Round(fit.Low)}–{Round(fit.High)})",
                fit.RSquared.ToString("0.000", CultureInfo.InvariantCulture),
                TerminalText.Sanitize(about)
            );
        }

        page.WriteTable(table, lastIsText: true);
    }

    private static void Published(StudyResults results, ConsoleWriter page)
    {
        if (results.Study.Published.Count == 0)
        {
            return;
        }

        var table = new TextTable("published", "published", "ours (95%)", "difference", "source");
        foreach (var row in PublishedTable.Of(results))
        {
            table.Add(
                TerminalText.Sanitize($"{row.Figure.Strategy} {row.Figure.Metric}"),
                NumberFormat.Number(row.Figure.Value),
                Ours(row),
                PublishedTable.Percent(row.Difference),
                TerminalText.Sanitize(row.Figure.Source)
            );
        }

        page.WriteTable(table, lastIsText: true);
    }

    private static string Ours(PublishedTable.Row row) =>
        row.Interval is { } interval && interval.Low < interval.High
            ? $"{NumberFormat.Number(row.Ours)} ({NumberFormat.Number(interval.Low)}–{NumberFormat.Number(interval.High)})"
            : NumberFormat.Number(row.Ours);

    private static string Round(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
