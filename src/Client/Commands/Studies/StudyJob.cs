using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>What <c>agentload study</c> does: what it may cost, then unit after unit, then what came of it.</summary>
internal static class StudyJob
{
    /// <summary>Runs the study, or goes on with it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="output">Folder of all studies.</param>
    /// <param name="choice">Where its agents live.</param>
    /// <param name="dryRun">True to show the grid only.</param>
    /// <param name="say">Takes lines for the user.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    public static async Task<int> ExecuteAsync(
        Study study,
        string output,
        HostChoice choice,
        bool dryRun,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        var timeProvider = TimeProvider.System;
        using var signals = new StopSignals(say);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        if (dryRun || study.MaxTokens is not null)
        {
            var estimate = await StudyEstimate.ComputeAsync(study, timeProvider, starting.Token);
            if (dryRun)
            {
                StudyText.Grid(study, estimate, AnsiConsole.Console);
            }

            if (study.MaxTokens is { } most && estimate.Tokens > most)
            {
                throw new UserErrorException(
                    $"The study would use about {NumberFormat.Number(estimate.Tokens)} tokens (estimated from {StudyEstimate.TasksPerCell} tasks of each cell on a simulated node), more than --max-tokens {most}. "
                        + "Lower tasks or seeds, sweep less, or raise the limit.",
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
        var stopped = await RunUnitsAsync(study, store, choice, folder, signals, timeProvider, say, starting.Token);
        var results = StudyResults.Of(study, store.IsSimulated(), store.Tasks());
        store.SaveResults(results);
        StudyFiles.Write(folder, results);
        StudyText.Render(results, store.InvalidUnits(), folder, AnsiConsole.Console);
        if (!stopped)
        {
            return ExitCode.Success;
        }

        say($"Stopped after {store.CompletedUnits().Count} of {study.Units().Count} units. The same command goes on with the next one.");
        return ExitCode.Failure;
    }

    /// <summary>Does what is not done yet; true where it was stopped.</summary>
    private static async Task<bool> RunUnitsAsync(
        Study study,
        StudyStore store,
        HostChoice choice,
        string folder,
        StopSignals signals,
        TimeProvider timeProvider,
        Action<string> say,
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
            say($"Going on with {study.Name}: {done.Count} of {units.Count} units are done.");
        }

        await using var models = (await StudyModels.OpenAsync(study, choice, timeProvider, say, cancellationToken));
        foreach (var unit in units.Where(unit => !done.Contains(unit.Position)))
        {
            if (signals.Drain.IsCancellationRequested)
            {
                return true;
            }

            var (workload, hosts) = models.GetHosts(unit);
            await using var host = (await hosts.CreateAsync(workload));
            var outcome = await new RunExecution(workload, host, signals, timeProvider, live: null).RunAsync(Path.Combine(folder, "runs"));
            if (outcome.Stopped)
            {
                return true;
            }

            if (outcome.AllCallsFailed)
            {
                throw new UserErrorException(
                    $"No call of {Label(unit)} succeeded ({outcome.Folder} says why). The same command goes on from here."
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
                    archive.ReadTasks(CancellationToken.None).Select(task => StudyTask.Of(unit, task))
                );
            }

            var row = outcome.Summary.Strategies is [var first, ..] ? first : null;
            say(
                $"{unit.Position + 1}/{units.Count}  {Label(unit)}: {NumberFormat.Number(row?.TotalTokens?.Mean)} tokens, {NumberFormat.Seconds(row?.LatencySeconds?.Mean)} a task{(row?.Solved is { } solved ? $", {NumberFormat.Percent(solved.Rate)} solved" : "")}"
            );
        }

        return false;
    }

    private static string Label(StudyUnit unit) =>
        $"{StudyText.NameOf(unit.Cell)} on {TerminalText.Sanitize(unit.Cell.ProblemText)}, {unit.Cell.Model}, seed {unit.Seed}";
}
