using System.CommandLine;
using System.Text.Json;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Comparisons;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Compare;

/// <summary><c>agentload compare</c>: compares runs, with confidence intervals.</summary>
internal static class CompareCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var folders = new Argument<string[]>("RUN")
        {
            Description = "Folders of runs; the first is the baseline.",
            Arity = new ArgumentArity(2, 100),
        };
        var failOn = new Option<string[]>("--fail-on")
        {
            Description = "Exit with status 99 if this clause holds, for example task.latency:p95:worse:5%.",
            HelpName = "CLAUSE",
            AllowMultipleArgumentsPerToken = false,
        };
        var json = new Option<bool>("--json") { Description = "Print the comparison as JSON." };
        var html = new Option<string?>("--html") { Description = "Write the comparison as a self-contained HTML page.", HelpName = "FILE" };
        var force = new Option<bool>("--force")
        {
            Description = "Compare runs that are not comparable: different workloads or models, simulated with real.",
        };
        var command = new DetailedCommand(
            "compare",
            "Compares runs, with confidence intervals.",
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
            html,
            force,
        };
        command.SetAction(parsed =>
            Compare(
                parsed.GetValue(folders)!,
                [.. (parsed.GetValue(failOn) ?? []).Select(FailClause.Parse)],
                parsed.GetValue(json),
                parsed.GetValue(html),
                parsed.GetValue(force)
            )
        );
        return command;
    }

    private static int Compare(string[] folders, FailClause[] clauses, bool asJson, string? html, bool force)
    {
        var archives = new List<RunArchive>();
        try
        {
            foreach (var folder in folders)
            {
                archives.Add(RunStore.Open(folder));
            }

            var reasons = archives.Skip(1).SelectMany(other => Comparability.Reasons(archives[0], other)).ToArray();
            if (reasons.Length > 0 && !force)
            {
                throw new UserErrorException(
                    $"These runs are not comparable: {string.Join("; ", reasons)}. Use --force to compare them anyway.",
                    ExitCode.BadInput
                );
            }

            var metrics = RunComparison.MetricsFor(clauses);
            var samples = archives.Select(archive => RunSample.Of(archive.Facts, archive.ReadTasks(), metrics)).ToArray();
            string[] warnings =
            [
                .. archives.Skip(1).SelectMany(other => PromptCacheChecks.Warnings(archives[0], other)),
                .. Comparability.CutOffWarnings(samples),
            ];
            var comparison = RunComparison.Of(samples, reasons) with { Warnings = reasons.Length > 0 ? [] : warnings };
            Show(comparison, asJson, html);
            return EvaluateClauses(clauses, samples);
        }
        finally
        {
            archives.ForEach(archive => archive.Dispose());
        }
    }

    private static void Show(RunComparison comparison, bool asJson, string? html)
    {
        if (html is not null)
        {
            File.WriteAllText(html, ComparisonPage.Write(comparison));
        }

        if (!asJson)
        {
            ComparisonText.Render(comparison, AnsiConsole.Console);
            return;
        }

        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    runs = comparison.Runs.Select(
                        (run, i) =>
                            new
                            {
                                name = ComparisonText.NameOf(i),
                                run.Facts.Id,
                                run.Facts.Simulated,
                                run.Facts.Seed,
                                run.Facts.Salt,
                            }
                    ),
                    notComparable = comparison.Reasons,
                    warnings = comparison.Warnings,
                    rows = comparison.Rows.Select(row => new
                    {
                        strategy = row.Row,
                        row.Metric,
                        row.Statistic,
                        run = ComparisonText.NameOf(row.Run),
                        a = row.Difference.A,
                        b = row.Difference.B,
                        change = row.Difference.Change,
                        low = row.Difference.Low,
                        high = row.Difference.High,
                        paired = row.Difference.IsPaired,
                        row.Verdict,
                    }),
                },
                Json
            )
        );
    }

    private static int EvaluateClauses(FailClause[] clauses, RunSample[] samples)
    {
        var failed = false;
        foreach (var clause in clauses)
        {
            var (isFailed, row) = clause.Evaluate(samples);
            failed |= isFailed;
            Console.Error.WriteLine(
                !isFailed ? $"passed  {clause.Text}"
                : row is null ? $"FAILED  {clause.Text}: a run does not have this metric"
                : $"FAILED  {clause.Text}: {ComparisonText.Change(row)} in {ComparisonText.NameOf(row.Run)}"
            );
        }

        return failed ? ExitCode.SloFailed : ExitCode.Success;
    }
}
