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

/// <summary>Executes one run: runs the agents, saves their tasks, and computes the summary.</summary>
/// <param name="workload">Workload.</param>
/// <param name="host">Agent host.</param>
/// <param name="tokens">Tokens that stop the run.</param>
/// <param name="timeProvider">Time provider.</param>
/// <param name="live">Progress display; null for none.</param>
internal sealed class RunExecution(Workload workload, IAgentHost host, StopTokens tokens, TimeProvider timeProvider, LiveSettings? live)
{
    private readonly SloMonitor _sloMonitor = new(
        [.. workload.Slo.Select(SloClause.Parse)],
        workload.Load.Arrivals is not null || workload.Groups.Any(group => group.Arrivals is not null),
        workload.Load.GetWindow()
    );
    private double _longestStall;

    /// <summary>True if the agents run in this process, so that a stall of this process is a stall of the load generator.</summary>
    public bool HasAgentsInProcess { get; init; }

    /// <summary>True if a simulated node runs in this process and uses its cores.</summary>
    public bool HasNodeInProcess { get; init; }

    private readonly FailureMonitor _failureMonitor = new();

    /// <summary>Executes the run and saves it in a new folder below <paramref name="output"/>.</summary>
    public async Task<RunOutcome> RunAsync(string output)
    {
        var endpoints = await host.PrepareAsync(tokens.Drain);
        var tasks = new Schedule(workload, ProblemCatalog.All);
        var facts = FactsAtStart(tasks, endpoints);
        // A drawn salt is part of the facts. In the saved workload it stays "auto", so that a repetition draws another one.
        var saved = workload.Salt.IsDrawn ? workload with { Salt = Salt.Auto } : workload;
        await using var store = RunStore.Create(output, facts, WorkloadWriter.Write(saved, WorkloadCatalogs.Inputs));
        var board = new LiveFrameBuilder(facts, tasks, workload.Load.Duration?.TotalSeconds, [.. workload.Slo.Select(SloClause.Parse)]);
        await using var page = (await PageAsync(board));
        var run = await RunOnHostAsync(store, board, page);
        var window = workload.Load.GetWindow();
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
                LostCalls = run.LostCalls,
            },
            HasAgentsInProcess ? run.Health with { LongestStallSeconds = _longestStall } : run.Health
        );
        await store.CompleteAsync(summary);
        return new RunOutcome(
            summary with
            {
                Run = summary.Run with { Id = store.Facts.Id },
            },
            store.Folder,
            tokens.Drain.IsCancellationRequested
        )
        {
            EndedEarly = _sloMonitor.CannotBeMet is not null || _failureMonitor.Reason is not null,
        };
    }

    private async Task<HostedRun> RunOnHostAsync(RunStore store, LiveFrameBuilder board, LiveServer? page)
    {
        using var earlyEnd = CancellationTokenSource.CreateLinkedTokenSource(tokens.Drain);
        using var ended = new CancellationTokenSource();
        var showing = ShowAsync(store, board, page, ended.Token);
        var watching = new ServerScraper(
            ScrapeSourcesOf(store.Facts),
            timeProvider,
            ElapsedAsync,
            sample =>
            {
                board.AddServerSample(sample);
                return store.AppendServerSampleAsync(sample, CancellationToken.None);
            }
        ).RunAsync(ended.Token);
        try
        {
            return await host.RunAsync(SaveAsync, earlyEnd.Token, tokens.Stop);
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
            _failureMonitor.Observe(task);
            if (_failureMonitor.Reason is not null)
            {
                await earlyEnd.CancelAsync();
            }

            if (workload.AbortOnSlo)
            {
                _sloMonitor.Observe(task);
                if (_sloMonitor.CannotBeMet is not null)
                {
                    await earlyEnd.CancelAsync();
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

    /// <summary>Shows and saves a snapshot every second; both contain the same values.</summary>
    private async Task ShowAsync(RunStore store, LiveFrameBuilder board, LiveServer? page, CancellationToken ended)
    {
        using var view = live is null or { Ui: UiMode.Silent } ? null : LiveView.Create(CommandConsole.OfStandardError(), live.Ui);
        while (true)
        {
            var asleep = timeProvider.GetTimestamp();
            await Task.Delay(TimeSpan.FromSeconds(1), timeProvider, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _longestStall = Math.Max(_longestStall, timeProvider.GetElapsedTime(asleep).TotalSeconds - 1);
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

    /// <summary>Starts the live page and prints its address. Returns null if no live page is requested.</summary>
    private async Task<LiveServer?> PageAsync(LiveFrameBuilder board)
    {
        if (live?.WebPort is not { } port)
        {
            return null;
        }

        var page = await LiveServer.StartAsync(port, board.NextFrame(LiveState.None), tokens.Drain);
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
            workload.MaxFailed,
            [
                .. new[] { _sloMonitor.CannotBeMet, _failureMonitor.Reason }
                    .OfType<string>()
                    .Select(reason => "The run was stopped early: " + reason),
            ]
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
            NodeInProcess = HasNodeInProcess,
            Endpoints = endpoints,
            Seed = workload.Seed,
            Salt = workload.Salt.Value,
            ShapedGroups = [.. workload.Groups.Where(group => group.IsShaped).Select(group => group.Name)],
            IsSaltDrawn = workload.Salt is { IsDrawn: true, Value.Length: > 0 },
            Currency = workload.Endpoints.Values.Any(endpoint => endpoint.Prices is not null) ? workload.Currency : null,
            Agents = tasks.MaxAgents,
            OpenLoop = tasks.IsOpen,
            PlannedTasks = tasks.PlannedTasks,
            DurationSeconds = 0,
            WindowStartSeconds = workload.Load.GetWindow().Start,
            WindowEndSeconds = workload.Load.Duration is null ? 0 : workload.Load.GetWindow().End,
        };
}
