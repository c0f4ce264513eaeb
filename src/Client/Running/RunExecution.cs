using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Live;
using AgentLoad.Client.Live.Terminal;
using AgentLoad.Client.Live.Web;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running.Servers;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using Spectre.Console;

namespace AgentLoad.Client.Running;

/// <summary>One run from its workload to its saved summary.</summary>
/// <param name="workload">What is run.</param>
/// <param name="host">Where its agents live.</param>
/// <param name="signals">When to stop.</param>
/// <param name="timeProvider">The time.</param>
/// <param name="live">How it is shown while it goes on; null where it is not.</param>
internal sealed class RunExecution(Workload workload, IAgentHost host, StopSignals signals, TimeProvider timeProvider, LiveSettings? live)
{
    private readonly SloMonitor _watch = new(
        [.. workload.Slo.Select(SloClause.Parse)],
        workload.Load.Arrivals is not null || workload.Groups.Any(group => group.Arrivals is not null)
    );

    /// <summary>Has the agents work, saves what they did, and says what came of it.</summary>
    public async Task<RunOutcome> RunAsync(string output)
    {
        var endpoints = await host.PrepareAsync(signals.Drain);
        var tasks = new Schedule(workload, ProblemCatalog.All);
        var facts = FactsAtStart(tasks, endpoints);
        await using var store = RunStore.Create(output, facts, WorkloadWriter.Write(workload, WorkloadCatalogs.Inputs));
        var board = new LiveFrameBuilder(facts, tasks, workload.Load.Duration?.TotalSeconds);
        await using var page = (await PageAsync(board));
        var run = await RunOnHostAsync(store, board, page);
        var window = new RunWindow(workload.Load);
        var summary = Summarize(
            store,
            facts with
            {
                StartedUtc = run.StartedUtc,
                DurationSeconds = run.DurationSeconds,
                WindowStartSeconds = window.Start,
                WindowEndSeconds = Math.Min(run.DurationSeconds, window.End),
                Agents = run.Agents,
                NotStarted = run.NotStarted,
                MissedArrivals = run.Missed,
                Losses = run.Losses,
            },
            run.Health
        );
        await store.CompleteAsync(summary);
        return new RunOutcome(
            summary with
            {
                Run = summary.Run with { Id = store.Facts.Id },
            },
            store.Folder,
            signals.Drain.IsCancellationRequested
        )
        {
            EndedEarly = _watch.CannotBeMet is not null,
        };
    }

    private async Task<HostedRun> RunOnHostAsync(RunStore store, LiveFrameBuilder board, LiveServer? page)
    {
        using var hopeless = CancellationTokenSource.CreateLinkedTokenSource(signals.Drain);
        using var ended = new CancellationTokenSource();
        var showing = ShowAsync(store, board, page, ended.Token);
        var watching = new ServerScraper(
            ScrapeSourcesOf(store.Facts),
            timeProvider,
            ElapsedAsync,
            sample => store.AppendServerSampleAsync(sample, CancellationToken.None)
        ).RunAsync(ended.Token);
        try
        {
            return await host.RunAsync(SaveAsync, hopeless.Token, signals.Stop);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(showing, watching);
        }

        async ValueTask SaveAsync(TaskRecord task)
        {
            await store.AppendAsync(task, CancellationToken.None);
            board.AddTask(task);
            if (workload.AbortOnSlo)
            {
                _watch.Observe(task);
                if (_watch.CannotBeMet is not null)
                {
                    await hopeless.CancelAsync();
                }
            }
        }
    }

    private IReadOnlyList<ScrapeSource> ScrapeSourcesOf(RunFacts facts) =>
        ScrapeSource.Of(
            workload,
            facts.Endpoints.Where(endpoint => endpoint.Simulated).Select(endpoint => endpoint.Name).ToHashSet(StringComparer.Ordinal)
        );

    private async ValueTask<double?> ElapsedAsync(CancellationToken cancellationToken) =>
        await host.ReadAsync(cancellationToken) is { ElapsedSeconds: > 0 and var seconds } ? seconds : null;

    /// <summary>Once a second: what the view shows is what is saved.</summary>
    private async Task ShowAsync(RunStore store, LiveFrameBuilder board, LiveServer? page, CancellationToken ended)
    {
        using var view = live is null ? null : LiveView.Create(AnsiConsole.Console, live.Ui);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), timeProvider, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var frame = board.NextFrame(await host.ReadAsync(CancellationToken.None)) with { Page = page?.Url };
            view?.Show(frame);
            page?.Show(frame);
            if (store.Failure is null)
            {
                await store
                    .AppendSnapshotAsync(frame.Snapshot, CancellationToken.None)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (ended.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Starts the live page where one is wanted, and says where it is.</summary>
    private async Task<LiveServer?> PageAsync(LiveFrameBuilder board)
    {
        if (live?.WebPort is not { } port)
        {
            return null;
        }

        var page = await LiveServer.StartAsync(port, board.NextFrame(LiveState.None), signals.Drain);
        await Console.Error.WriteLineAsync($"Live page: {page.Url}");
        return page;
    }

    private RunSummary Summarize(RunStore store, RunFacts facts, ClientHealth health)
    {
        using var archive = RunStore.Open(store.Folder);
        return ArchiveSummary.Of(
            archive,
            facts,
            [.. workload.Slo.Select(SloClause.Parse)],
            health,
            _watch.CannotBeMet is { } why ? ["The run was ended early: " + why] : []
        );
    }

    private RunFacts FactsAtStart(Schedule tasks, IReadOnlyList<EndpointFacts> endpoints) =>
        new()
        {
            Name = workload.Name,
            Id = "",
            Workload = workload.Name,
            StartedUtc = timeProvider.GetUtcNow(),
            Simulated = endpoints.Any(endpoint => endpoint.Simulated),
            Endpoints = endpoints,
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
internal sealed record RunOutcome(RunSummary Summary, string Folder, bool Stopped)
{
    /// <summary>True where it was ended because an SLO could not be met any more.</summary>
    public bool EndedEarly { get; init; }

    /// <summary>Exit status that the command gives.</summary>
    public int ExitCode =>
        Summary.Invalid.Count > 0 ? Commands.ExitCode.Invalid
        : !Summary.SlosMet ? Commands.ExitCode.SloFailed
        : Stopped || AllCallsFailed ? Commands.ExitCode.Failure
        : Commands.ExitCode.Success;

    /// <summary>True where calls were made and not one succeeded: there is nothing to read in the figures.</summary>
    public bool AllCallsFailed => Summary.Calls.Count > 0 && Summary.Calls.ByOutcome.All(pair => pair.Value == 0 || !pair.Key.IsGood());
}
