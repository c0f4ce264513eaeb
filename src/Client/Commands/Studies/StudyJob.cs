using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Runs;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Runs <c>agentload study</c>: estimates the cost, runs the remaining units, and shows the results.</summary>
internal static class StudyJob
{
    /// <summary>Starts or resumes the study and returns the exit status.</summary>
    /// <param name="study">Study.</param>
    /// <param name="output">Folder of all studies.</param>
    /// <param name="choice">Selected agent host.</param>
    /// <param name="dryRun">True to only show the grid and its estimated cost.</param>
    /// <param name="asJson">True to print the results as JSON.</param>
    /// <param name="report">Receives progress lines for the user.</param>
    /// <param name="cancellationToken">Cancels the preparation.</param>
    public static async Task<int> ExecuteAsync(
        Study study,
        string output,
        HostChoice choice,
        bool dryRun,
        bool asJson,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        InlineSockets.EnableFor(study.Cells.Select(cell => cell.Workload));
        var timeProvider = TimeProvider.System;
        using var signals = new StopSignals(report);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        if (dryRun || study.MaxTokens is not null)
        {
            var estimate = await StudyEstimate.ComputeAsync(study, timeProvider, starting.Token);
            if (dryRun)
            {
                StudyText.Grid(study, estimate, AnsiConsole.Console);
            }

            if (study.MaxTokens is { } max && estimate.Tokens > max)
            {
                throw new UserErrorException(
                    $"The study would use about {NumberFormat.Number(estimate.Tokens)} tokens "
                        + $"(estimated from {StudyEstimate.TasksPerCell} tasks of each cell on a simulated node), more than --max-tokens "
                        + $"{max}. "
                        + "Reduce tasks, seeds or swept values, or increase the limit.",
                    ExitCode.BadInput
                );
            }

            if (dryRun)
            {
                return ExitCode.Success;
            }
        }

        var folder = Path.GetFullPath(Path.Combine(output, study.Name));
        using var store = StudyStore.Open(folder, study);
        var stopped = await RunUnitsAsync(study, store, choice, folder, signals, timeProvider, report, starting.Token);
        var results = StudyResults.Of(study, store.IsSimulated(), store.Tasks());
        store.SaveResults(results);
        StudyFiles.Write(folder, results);
        if (asJson)
        {
            JsonOutput.Write(StudyOutput.Of(results, !stopped, folder));
        }
        else
        {
            StudyText.Render(results, store.InvalidUnits(), folder, AnsiConsole.Console);
        }

        if (!stopped)
        {
            return ExitCode.Success;
        }

        report(
            $"Stopped after {store.CompletedUnits().Count} of {study.Units().Count} units. The same command resumes with the next unit."
        );
        return ExitCode.Failure;
    }

    /// <summary>Runs the units that are not completed yet. Returns true if the user stopped the study.</summary>
    private static async Task<bool> RunUnitsAsync(
        Study study,
        StudyStore store,
        HostChoice choice,
        string folder,
        StopSignals signals,
        TimeProvider timeProvider,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        var units = study.Units();
        var done = store.CompletedUnits();
        if (done.Count == units.Count)
        {
            return false;
        }

        if (done.Count > 0)
        {
            report($"Resuming {study.Name}: {done.Count} of {units.Count} units are completed.");
        }

        await using var models = (await StudyModels.OpenAsync(study, choice, timeProvider, report, cancellationToken));
        foreach (var unit in units.Where(unit => !done.Contains(unit.Position)))
        {
            if (signals.Drain.IsCancellationRequested)
            {
                return true;
            }

            var (workload, hosts) = models.GetHosts(unit);
            await using var host = (await hosts.CreateAsync(workload));
            var outcome = await new RunExecution(workload, host, signals.Tokens, timeProvider, live: null).RunAsync(
                Path.Combine(folder, "runs")
            );
            if (outcome.Stopped)
            {
                return true;
            }

            if (outcome.AllCallsFailed)
            {
                throw new UserErrorException(
                    $"No call of {Label(unit)} succeeded; see {outcome.Folder}. The same command resumes with this unit."
                );
            }

            using (var archive = RunStore.Open(outcome.Folder))
            {
                store.Save(
                    unit,
                    Path.GetRelativePath(folder, outcome.Folder),
                    outcome.Summary.Run.Simulated,
                    outcome.Summary.Valid,
                    timeProvider.GetUtcNow(),
                    archive
                        .ReadTasks(CancellationToken.None)
                        .Where(MeasuredWindow.Of(outcome.Summary.Run).Began)
                        .Select(task => StudyTask.Of(unit, task))
                );
            }

            var row = outcome.Summary.Strategies is [var first, ..] ? first : null;
            var solved = row?.Solved is { } share ? $", {NumberFormat.Percent(share.Rate)} solved" : "";
            report(
                $"{unit.Position + 1}/{units.Count}  {Label(unit)}: {NumberFormat.Number(row?.TotalTokens?.Mean)} tokens, "
                    + $"{NumberFormat.Seconds(row?.LatencySeconds?.Mean)} per task{solved}"
            );
        }

        return false;
    }

    private static string Label(StudyUnit unit) =>
        $"{StudyText.NameOf(unit.Cell)} on {TerminalText.Sanitize(unit.Cell.ProblemText)}, {unit.Cell.Model}, seed {unit.Seed}";
}
