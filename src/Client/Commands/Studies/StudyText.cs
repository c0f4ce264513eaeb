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
        return TerminalText.Sanitize(
            $"{cell.Strategy.Name}{(swept.Length > 0 ? $" {swept}" : "")}{(cell.Budget.Length > 0 ? $" [{cell.Budget}]" : "")}"
        );
    }

    /// <summary>Returns the label of a cell without its number of agents.</summary>
    public static string NameWithoutAgents(StudyCell cell) =>
        NameOf(cell with { Swept = [.. cell.Swept.Where(s => s.Key != StudyCell.Agents)] });

    /// <summary>Renders the grid with its estimated cost.</summary>
    public static void Grid(Study study, StudyEstimate estimate, IAnsiConsole console)
    {
        var page = new ConsoleWriter(console);
        page.WriteLine(
            $"{study.Name}: {CountOf(study.Cells.Count, "cell")} × {CountOf(study.Seeds, "seed")} × "
                + $"{study.Cells[0].Workload.Load.Tasks} tasks, in random order",
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
            $"Estimated total: {NumberFormat.Number(estimate.Calls)} calls and {NumberFormat.Number(estimate.Tokens)} tokens, "
                + $"from {StudyEstimate.TasksPerCell} tasks of each cell on a simulated node."
        );
    }

    /// <summary>Renders the results.</summary>
    public static void Render(StudyResults results, long invalidUnits, string folder, IAnsiConsole console)
    {
        var page = new ConsoleWriter(console);
        var study = results.Study;
        page.WriteLine("");
        page.WriteLine(
            $"{(results.Simulated ? "SIMULATED · " : "")}{study.Name}: {CountOf(study.Cells.Count, "cell")}, "
                + $"{NumberFormat.Count(results.Cells.Sum(cell => (long)cell.Tasks))} tasks",
            Title
        );
        if (invalidUnits > 0)
        {
            page.WriteWrapped($"INVALID: {invalidUnits} runs are invalid; see their summaries (units.valid in study.db).", Bad);
        }

        foreach (var group in results.Cells.Where(cell => cell.Tasks > 0).GroupBy(cell => (cell.Cell.ProblemText, cell.Cell.Model)))
        {
            page.WriteLine("");
            page.WriteLine(TerminalText.Sanitize($"{group.Key.ProblemText} · {group.Key.Model}"), Title);
            if (study.SweepsAgents)
            {
                Load([.. group], page);
            }

            Costs(study, [.. group.OrderByDescending(cell => cell.Cell.IsBaseline).ThenBy(cell => cell.TotalTokens)], page);
        }

        if (results.Cells.Any(cell => cell.OnTokenFront || cell.OnTimeFront))
        {
            page.WriteWrapped("T, S: Pareto-optimal in solved rate and tokens (T) or seconds (S) for its problem   * baseline", Dim);
        }

        Laws(results, page);
        foreach (var line in QueueFeedback.Of(results))
        {
            page.WriteWrapped(TerminalText.Sanitize(line));
        }

        Published(results, page);
        page.WriteLine("");
        page.WriteUntruncated(
            $"Saved in {TerminalText.Sanitize(folder)}: study.db, results.csv, laws.csv"
                + $"{(study.SweepsAgents ? ", growth.svg" : "")}{(study.Published.Count > 0 ? ", published.md" : "")}, runs/"
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
            .. hasCost ? [study.Currency, "per 1,000"] : (string[])[],
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
                .. hasCost ? [NumberFormat.Money(cell.Cost, null), NumberFormat.Money(1000 * cell.Cost, null)] : (string[])[],
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

    /// <summary>Renders the load against the number of agents.</summary>
    private static void Load(CellResult[] cells, ConsoleWriter page)
    {
        var table = new TextTable("load", "agents", "tokens/s", "in flight", "latency", "queued");
        foreach (var cell in cells.OrderBy(cell => NameWithoutAgents(cell.Cell)).ThenBy(cell => cell.Cell.Workload.Load.Agents))
        {
            table.Add(
                NameWithoutAgents(cell.Cell),
                NumberFormat.Count(cell.Cell.Workload.Load.Agents),
                NumberFormat.Number(cell.TokensPerSecond),
                NumberFormat.Number(cell.CallsInFlight),
                NumberFormat.Seconds(cell.Latency?.Mean),
                NumberFormat.Percent(cell.QueueShare)
            );
        }

        page.WriteTable(table, lastIsText: false);
    }

    private static void Laws(StudyResults results, ConsoleWriter page)
    {
        if (results.Laws.Count == 0)
        {
            return;
        }

        foreach (var cells in results.Laws.Where(law => !LawText.IsConstant(law.Law)).GroupBy(law => law.About))
        {
            var table = new TextTable(TerminalText.Sanitize(cells.Key), "R²", "fit");
            foreach (var law in cells)
            {
                table.Add(
                    TerminalText.Sanitize(LawText.Of(law.Metric, law.Parameters, law.Law)),
                    law.Law.RSquared.ToString("0.000", CultureInfo.InvariantCulture),
                    LawText.FitOf(law.Law)
                );
            }

            page.WriteTable(table, lastIsText: true);
        }

        if (results.Laws.Any(law => law.Law.LacksFit))
        {
            page.WriteWrapped(
                "! lack of fit: a mean is more than 10% away from the law, and by more than its sampling error; do not extrapolate.",
                Dim
            );
        }
    }

    private static void Published(StudyResults results, ConsoleWriter page)
    {
        if (results.Study.Published.Count == 0)
        {
            return;
        }

        var table = new TextTable("published", "published", "measured (95%)", "difference", "basis", "source");
        foreach (var row in PublishedTable.Of(results))
        {
            table.Add(
                TerminalText.Sanitize($"{row.Figure.Strategy} {row.Figure.Metric}"),
                NumberFormat.Number(row.Figure.Value),
                MeasuredText(row),
                PublishedTable.Percent(row.Difference),
                row.Figure.Basis,
                TerminalText.Sanitize(row.Figure.Source)
            );
        }

        page.WriteTable(table, lastIsText: true);
    }

    private static string MeasuredText(PublishedTable.Row row) =>
        row.Interval is { } interval && interval.Low < interval.High
            ? $"{NumberFormat.Number(row.Measured)} ({NumberFormat.Number(interval.Low)}–{NumberFormat.Number(interval.High)})"
            : NumberFormat.Number(row.Measured);

    private static string CountOf(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
