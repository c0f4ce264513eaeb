using System.CommandLine;
using AgentLoad.Client.Commands.Reporting;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Comparisons;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Compare;

/// <summary><c>agentload compare</c>: compares runs, sweeps or studies, with confidence intervals.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("RESULT")
        {
            Description = "Folders of runs, sweeps or studies; the first is the baseline.",
            Arity = new ArgumentArity(2, 100),
        };
        var failOn = new Option<string[]>("--fail-on")
        {
            Description = "Runs: exit with status 99 if this clause holds, for example task.latency:p95:worse:5%.",
            HelpName = "CLAUSE",
            AllowMultipleArgumentsPerToken = false,
        };
        var format = new Option<string?>("--format")
        {
            Description = "Also write a page, tables (latex, markdown, csv) or plots (svg).",
            HelpName = string.Join('|', ReportFormat.All),
        };
        format.AcceptOnlyFromAmong([.. ReportFormat.All]);
        var output = new Option<string?>("--out")
        {
            Description = "File to write (csv, svg: folder). Default: comparison.html, .tex or .md, or comparison-csv or -svg.",
            HelpName = "PATH",
        };
        var json = new Option<bool>("--json") { Description = "Print the comparison as JSON." };
        var html = new Option<string?>("--html") { Description = "Write the comparison as a self-contained HTML page.", HelpName = "FILE" };
        var junit = JUnitReport.CreateOption();
        var force = new Option<bool>("--force")
        {
            Description = "Compare results that are not comparable: different workloads or models, simulated with real.",
        };
        var command = new DetailedCommand(
            "compare",
            "Compares runs, sweeps or studies, with confidence intervals.",
            """
            Intervals are bootstrapped over tasks, not over single calls; runs with the same seed are compared problem by problem.
            A --fail-on clause holds if the statistic over all tasks became worse by more than the share and the interval
            excludes zero. Runs that the server's prefix cache served differently are not comparable.

            agentload compare runs/before runs/after --fail-on task.latency:p95:worse:5%
            """
        )
        {
            folders,
            failOn,
            json,
            format,
            output,
            html,
            junit,
            force,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                FailClause[] clauses = [.. (parsed.GetValue(failOn) ?? []).Select(FailClause.Parse)];
                var (comparison, samples) = Read(parsed.GetValue(folders)!, clauses, parsed.GetValue(force));
                if (parsed.GetValue(html) is { } page)
                {
                    await ComparisonFiles.WriteAsync(comparison, ReportFormat.Html, page, cancellationToken);
                }

                if (parsed.GetValue(json))
                {
                    Console.WriteLine(ComparisonFiles.Json(comparison));
                }
                else
                {
                    ComparisonText.Render(comparison, AnsiConsole.Console);
                }

                if (parsed.GetValue(format) is { } chosen)
                {
                    var path = await ComparisonFiles.WriteAsync(comparison, chosen, parsed.GetValue(output), cancellationToken);
                    await Console.Error.WriteLineAsync($"Saved in {path}");
                }

                return EvaluateClauses(clauses, samples, parsed.GetValue(junit));
            }
        );
        return command;
    }

    /// <summary>Reads and compares the results; the samples are those of runs.</summary>
    private static (Comparison Comparison, RunSample[] Samples) Read(string[] folders, FailClause[] clauses, bool force)
    {
        ResultFolder[] results = [.. folders.Select(ResultFolder.Of)];
        if (results.Select(result => result.Kind).Distinct().Count() > 1)
        {
            throw new UserErrorException(
                "Only results of one kind can be compared: "
                    + $"{string.Join(", ", results.Select(result => $"{result.Path} is a {result.Name}"))}.",
                ExitCode.BadInput
            );
        }

        if (results[0].Kind == ResultKind.Run)
        {
            return ReadRuns([.. results.Select(result => result.Path)], clauses, force);
        }

        if (clauses.Length > 0)
        {
            throw new UserErrorException(
                "--fail-on judges runs: specify two runs, for example those of a sweep's step.",
                ExitCode.BadInput
            );
        }

        var comparison =
            results[0].Kind == ResultKind.Sweep
                ? SweepComparison.Of([.. results.Select(result => result.Path)])
                : StudyComparison.Of([.. results.Select(result => SavedStudy.Read(result.Path))]);
        ThrowIfNotComparable(comparison.Reasons, comparison.Kind, force);
        return (comparison, []);
    }

    private static (Comparison Comparison, RunSample[] Samples) ReadRuns(string[] folders, FailClause[] clauses, bool force)
    {
        var archives = new List<RunArchive>();
        try
        {
            foreach (var folder in folders)
            {
                archives.Add(RunStore.Open(folder));
            }

            string[] reasons = [.. archives.Skip(1).SelectMany(other => Comparability.Reasons(archives[0], other))];
            ThrowIfNotComparable(reasons, "runs", force);
            var metrics = RunComparison.MetricsFor(clauses);
            RunSample[] samples = [.. archives.Select(archive => RunSample.Of(archive.Facts, archive.ReadTasks(), metrics))];
            string[] warnings =
            [
                .. archives.Skip(1).SelectMany(other => PromptCacheChecks.Warnings(archives[0], other)),
                .. Comparability.CutOffWarnings(samples),
            ];
            return (RunComparison.Of(samples, reasons) with { Warnings = reasons.Length > 0 ? [] : warnings }, samples);
        }
        finally
        {
            archives.ForEach(archive => archive.Dispose());
        }
    }

    private static void ThrowIfNotComparable(IReadOnlyList<string> reasons, string kind, bool force)
    {
        if (reasons.Count > 0 && !force)
        {
            throw new UserErrorException(
                $"These {kind} are not comparable: {string.Join("; ", reasons)}. Use --force to compare them anyway.",
                ExitCode.BadInput
            );
        }
    }

    private static int EvaluateClauses(FailClause[] clauses, RunSample[] samples, string? junit)
    {
        var failed = false;
        var cases = new List<JUnitCase>();
        foreach (var clause in clauses)
        {
            var (isFailed, row) = clause.Evaluate(samples);
            failed |= isFailed;
            var reason =
                !isFailed ? null
                : row is null ? "a run does not have this metric"
                : $"{ComparisonText.Change(row)} in {ComparisonText.NameOf(row.Run)}";
            cases.Add(new JUnitCase(clause.Text, reason, $"{samples.Length} runs compared"));
            Console.Error.WriteLine(reason is null ? $"passed  {clause.Text}" : $"FAILED  {clause.Text}: {reason}");
        }

        if (junit is not null)
        {
            JUnitReport.Write(junit, "compare", 0, null, cases);
        }

        return failed ? ExitCode.SloFailed : ExitCode.Success;
    }
}
