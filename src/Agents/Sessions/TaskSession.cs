using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// The session of one task attempt: makes calls, enforces the budget, retries failed calls and records every step. A step gets its id when
/// it is requested, so it depends only on steps with lower ids. Thread-safe.
/// </summary>
/// <param name="plan">The task.</param>
/// <param name="clock">The run's clock.</param>
/// <param name="observer">Receives call events; null for none.</param>
/// <param name="snapshot">Steps that another host has made; null for a new task.</param>
/// <param name="suspend">Suspends the task: running steps may complete, no new step starts.</param>
/// <param name="stop">Stops the run: calls that it cancels end as <see cref="CallOutcome.Aborted"/>.</param>
internal sealed class TaskSession(
    TaskPlan plan,
    RunClock clock,
    ICallObserver? observer,
    TaskSnapshot? snapshot,
    CancellationToken suspend,
    CancellationToken stop
) : Session
{
    private readonly Lock _lock = new();
    private readonly SentPrompts _sent = new();
    private readonly TaskBudget _budget = new(plan.Budget, snapshot);
    private readonly StepLog _log = new(snapshot, suspend.CanBeCanceled);
    private IBehaviour? _behaviour;
    private TaskCompletionSource? _ended;
    private RemoteWaves? _remote;
    private int _parseFailures;

    /// <inheritdoc/>
    public override Problem Problem => plan.Problem;

    /// <inheritdoc/>
    public override IBehaviour Behaviour => _behaviour ??= new ScoreRecordingBehaviour(plan.Behaviour, RecordScore);

    /// <summary>Number of replies that the strategy could not parse.</summary>
    public int ParseFailures => Volatile.Read(ref _parseFailures);

    /// <summary>The completed steps, by ascending id.</summary>
    public IReadOnlyList<StepRecord> Steps
    {
        get
        {
            lock (_lock)
            {
                return _log.Ended;
            }
        }
    }

    /// <summary>True if a step did not start because the task is suspended.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>Number of calls that other hosts made.</summary>
    public int RemoteCalls => (snapshot?.Calls ?? 0) + (_remote?.Calls ?? 0);

    private RemoteWaves Remote =>
        LazyInitializer.EnsureInitialized(ref _remote, () => new RemoteWaves(plan, _lock, _log, _sent, ThrowIfSuspended));

    /// <inheritdoc/>
    public override bool HasNativeTools(string role) => plan.RoleOf(role).HasNativeTools;

    /// <inheritdoc/>
    public override bool HasRole(string role) => plan.Roles.ContainsKey(role);

    /// <inheritdoc/>
    public override Random Random(string key) => Seeds.Random(plan.Seed, key);

    /// <inheritdoc/>
    public override void CountParseFailure() => Interlocked.Increment(ref _parseFailures);

    /// <inheritdoc/>
    public override async Task<Reply> CallAsync(CallSpec spec, CancellationToken cancellationToken)
    {
        var pause = plan.Retry.Delay;
        int? retryOf = null;
        for (var attempt = 1; ; attempt++)
        {
            var (step, result) = await AttemptAsync(spec, attempt, retryOf, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var wasHeard = spec.OnText is not null && result.Text.Length > 0;
            if (result.IsGood || wasHeard || attempt > plan.Retry.Attempts || !plan.Retry.On.Contains(result.Outcome))
            {
                return ReplyFactory.Of(step, result, plan.RoleOf(spec.Role).Options.KeepReasoning == true);
            }

            if (_log.FindReplayed(StepKeys.Attempt(spec.Key, attempt + 1)) is null)
            {
                await Task.Delay(RetryPause.Of(pause, result), clock.Time, cancellationToken).ConfigureAwait(false);
            }

            pause *= 2;
            retryOf = step;
        }
    }

    /// <inheritdoc/>
    public override Task<Observation> ToolAsync(
        string name,
        string arguments,
        string key,
        IReadOnlyList<int> after,
        CancellationToken cancellationToken
    ) =>
        ToolAsync(
            new ToolStep(name, key, after, given => ProblemTools.ExecuteAsync(this, clock, name, arguments, key, given)),
            cancellationToken
        );

    /// <inheritdoc/>
    public override async Task<Observation> ToolAsync(ToolStep tool, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_log.FindReplayed(tool.Key) is { } known)
        {
            return new Observation(known.Record.Id, known.Text, known.Record.ToolError is null);
        }

        var id = BeginTool();
        var asked = clock.Now;
        var text = "";
        observer?.OnStepStarted(new StepStart(id, tool.Key, tool.Name, StepKind.Tool, tool.After, asked));
        string? error = "given up before it ended";
        try
        {
            var result = await tool.Execute(cancellationToken).ConfigureAwait(false);
            (text, error) = (result.Text, result.Error);
            return new Observation(id, result.Text, error is null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            error = $"{exception.GetType().Name}: {exception.Message}".ReplaceLineEndings(" ");
            throw;
        }
        finally
        {
            var step = StepRecords.OfTool(id, tool, asked, clock.Now, error);
            Record(new StepSnapshot(step, text));
        }
    }

    /// <inheritdoc/>
    public override async Task<Reply[]> WaveAsync(IReadOnlyList<CallSpec> wave, CancellationToken cancellationToken) =>
        await Remote.TryRunAsync(wave, cancellationToken).ConfigureAwait(false)
        ?? await base.WaveAsync(wave, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, clock.Time, cancellationToken);

    /// <summary>
    /// Waits for running steps and returns the steps that another host needs to continue. Only valid after the task was suspended.
    /// </summary>
    public async Task<IReadOnlyList<StepSnapshot>> TakeSnapshotAsync()
    {
        Task idle;
        lock (_lock)
        {
            idle = _log.WaitForRunningAsync();
        }

        await idle.ConfigureAwait(false);
        lock (_lock)
        {
            return _log.Snapshot();
        }
    }

    private async Task<(int Step, CallResult Result)> AttemptAsync(
        CallSpec spec,
        int attempt,
        int? retryOf,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var role = plan.RoleOf(spec.Role);
        var request = CallRequestFactory.Of(plan, spec, role, attempt);
        if (_log.FindReplayed(StepKeys.Attempt(spec.Key, attempt)) is { } known)
        {
            return (known.Record.Id, Replay(spec, request, known));
        }

        var asked = clock.Now;
        int id;
        double resent,
            shared;
        BudgetReservation? hold;
        while (true)
        {
            Task ended;
            lock (_lock)
            {
                ThrowIfSuspended();
                if ((hold = _budget.TryReserve(request, role.Prices)) is not null)
                {
                    id = _log.Begin();
                    resent = _sent.Add(request.Model, request.Messages);
                    shared = Math.Max(resent, plan.RunPrompts?.Add(plan, spec.Name, request) ?? 0);
                    break;
                }

                ended = (_ended ??= new TaskCompletionSource()).Task;
            }

            await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var trace = new CallTrace(clock.Run, plan.Id, plan.Attempt, StepKeys.Attempt(spec.Key, attempt));
        request = request with { Options = request.Options with { MaxTokens = hold.MaxTokens }, Trace = trace };
        observer?.OnStepStarted(new StepStart(id, StepKeys.Attempt(spec.Key, attempt), spec.Name, StepKind.Call, spec.After, asked));
        observer?.OnCallStarted();
        var result = await role.Client.CallAsync(request, cancellationToken).ConfigureAwait(false);
        var outcome = result.Outcome == CallOutcome.Cancelled && stop.IsCancellationRequested ? CallOutcome.Aborted : result.Outcome;
        var uses = spec.Uses ?? spec.After;
        var step = new StepRecord
        {
            Id = id,
            Key = StepKeys.Attempt(spec.Key, attempt),
            Kind = StepKind.Call,
            Name = RecordText.Name(spec.Name),
            After = [.. spec.After.Union(uses).Order()],
            Uses = [.. uses.Distinct().Order()],
            Asked = asked,
            Sent = clock.At(result.Sent),
            End = clock.At(result.End),
            Call = StepRecords.Of(result, request, outcome, retryOf, new PromptShares(resent, shared), role.Prices, clock),
        };
        Record(new StepSnapshot(step, result.Text) { Thinking = result.Thinking, ToolCalls = result.ToolCalls }, hold);
        observer?.OnCallEnded(step);
        return (id, result);
    }

    /// <summary>Replays a call that another host made: counts its prompt as sent and returns its result.</summary>
    private CallResult Replay(CallSpec spec, CallRequest request, StepSnapshot known)
    {
        lock (_lock)
        {
            _sent.Add(request.Model, request.Messages);
            _budget.Replay(request, known.Record.Call!);
        }

        if (known.Text.Length > 0)
        {
            spec.OnText?.Invoke(known.Text);
        }

        return ReplyFactory.Restore(known);
    }

    private void RecordScore(int step, double score)
    {
        lock (_lock)
        {
            _log.Score(step, score);
        }
    }

    private void ThrowIfSuspended()
    {
        if (suspend.IsCancellationRequested)
        {
            IsSuspended = true;
            suspend.ThrowIfCancellationRequested();
        }
    }

    private int BeginTool()
    {
        lock (_lock)
        {
            ThrowIfSuspended();
            return _log.Begin();
        }
    }

    private void Record(StepSnapshot step, BudgetReservation? hold = null)
    {
        TaskCompletionSource? ended = null;
        lock (_lock)
        {
            _log.End(step);
            if (hold is not null && step.Record.Call is { } call)
            {
                _budget.Settle(hold, call);
                (ended, _ended) = (_ended, null);
            }
        }

        // Outside the lock, because continuations run synchronously.
        ended?.TrySetResult();
        observer?.OnStepEnded(step.Record);
    }
}
