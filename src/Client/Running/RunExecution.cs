using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Load;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Live;
using AgentLoad.Client.Store;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using Spectre.Console;

namespace AgentLoad.Client.Running;

/// <summary>One run from its workload to its saved summary.</summary>
internal sealed class RunExecution(Workload workload, Connections connections, StopSignals signals, TimeProvider timeProvider, bool quiet = false)
{
    private readonly SloWatch _watch = new([.. workload.Slo.Select(SloClause.Parse)], workload.Load.Arrivals is not null);

    private double _closedAt = double.PositiveInfinity;

    /// <summary>Has the agents work, saves what they did, and says what came of it.</summary>
    public async Task<Outcome> RunAsync(string output)
    {
        var tasks = new Schedule(workload, ProblemCatalog.All);
        var facts = FactsAtStart(tasks);
        await using var store = RunStore.Create(output, facts, WorkloadWriter.Write(workload, WorkloadCatalogs.Inputs));
        var live = new LiveAggregate(tasks.PlannedTasks);
        var health = new ClientHealthMonitor(timeProvider);
        var clock = RunClock.StartNow(timeProvider);
        var window = new RunWindow(workload.Load);
        await HostAsync(tasks, store, live, clock).ConfigureAwait(false);

        var summary = Summarize(store, facts with
        {
            DurationSeconds = clock.Now,
            WindowStartSeconds = window.Start,
            WindowEndSeconds = Math.Min(clock.Now, window.End),
            Agents = tasks.AgentsWanted(clock.Now),
            MissedArrivals = tasks.Missed(Math.Min(_closedAt, clock.Now)),
            NotStarted = tasks.PlannedTasks - tasks.HandedOut ?? 0,
        }, health.Read());
        await store.CompleteAsync(summary).ConfigureAwait(false);
        return new Outcome(summary with { Run = summary.Run with { Id = store.Facts.Id } }, store.Folder, signals.Drain.IsCancellationRequested);
    }

    private async Task HostAsync(Schedule tasks, RunStore store, LiveAggregate live, RunClock clock)
    {
        using var hopeless = CancellationTokenSource.CreateLinkedTokenSource(signals.Drain);
        await using var closing = hopeless.Token.Register(() => _closedAt = clock.Now).ConfigureAwait(false);
        var recording = new Recording(store, live, workload.AbortOnSlo ? Watch : null);
        var plans = new TaskPlans(workload, connections.For);
        using var ended = new CancellationTokenSource();
        var showing = ShowAsync(store, live, clock, ended.Token);
        try
        {
            await new ProcessHost(workload, tasks, DoAsync, timeProvider)
                .RunAsync(clock.Epoch, recording.SaveAsync, hopeless.Token, signals.Stop).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await showing.ConfigureAwait(false);
        }

        void Watch(TaskRecord task)
        {
            _watch.See(task);
            if (_watch.Hopeless is not null)
            {
                hopeless.Cancel();
            }
        }

        Task<TaskRecord> DoAsync(PlannedTask task, int agent, double intendedStart, CancellationToken abort)
        {
            recording.TaskStarted();
            return TaskRunner.RunAsync(plans.For(task, agent, intendedStart), clock, recording, abort);
        }
    }

    /// <summary>Once a second: what the view shows is what is saved.</summary>
    private async Task ShowAsync(RunStore store, LiveAggregate live, RunClock clock, CancellationToken ended)
    {
        using var view = LiveView.For(AnsiConsole.Console, connections.IsSimulated, workload.Load.Duration?.TotalSeconds);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), timeProvider, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var snapshot = live.Snapshot(clock.Now);
            if (!quiet) view.Show(snapshot);
            if (store.Failed is null)
            {
                await store.AppendSnapshotAsync(snapshot, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (ended.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private RunSummary Summarize(RunStore store, RunFacts facts, ClientHealth health)
    {
        using var archive = RunStore.Open(store.Folder);
        return ArchiveSummary.Of(archive, facts, [.. workload.Slo.Select(SloClause.Parse)], health, _watch.Hopeless is { } why ? ["The run was ended early: " + why] : []);
    }

    private RunFacts FactsAtStart(Schedule tasks) => new()
    {
        Name = workload.Name,
        Id = "",
        Workload = workload.Name,
        StartedUtc = timeProvider.GetUtcNow(),
        Simulated = connections.IsSimulated,
        Endpoints = connections.Facts,
        Seed = workload.Seed,
        Agents = tasks.MostAgents,
        OpenLoop = tasks.IsOpen,
        PlannedTasks = tasks.PlannedTasks,
        DurationSeconds = 0,
        WindowStartSeconds = workload.Load.Warmup.TotalSeconds,
        WindowEndSeconds = workload.Load.Duration?.TotalSeconds ?? 0,
    };
}

/// <summary>What came of a run.</summary>
/// <param name="Summary">Its figures.</param>
/// <param name="Folder">Where it is saved.</param>
/// <param name="Stopped">True where the user ended it early.</param>
internal sealed record Outcome(RunSummary Summary, string Folder, bool Stopped)
{
    /// <summary>Exit status that the command gives.</summary>
    public int ExitCode =>
        Summary.Invalid.Count > 0 ? Commands.ExitCode.Invalid
        : !Summary.SlosMet ? Commands.ExitCode.SloFailed
        : Stopped || HasNothingGood ? Commands.ExitCode.Failure
        : Commands.ExitCode.Success;

    /// <summary>True where calls were made and not one succeeded: there is nothing to read in the figures.</summary>
    public bool HasNothingGood =>
        Summary.Calls.Count > 0 && Summary.Calls.ByOutcome.All(pair => pair.Value == 0 || !pair.Key.IsGood());
}
