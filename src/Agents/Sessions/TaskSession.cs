using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Tools;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// The session of one task attempt: makes the calls, obeys the budget, repeats failed calls as the workload grants, and records every
/// step. Numbers of steps are given when a step is asked for, so that a step only waits for steps of lower number. Safe for calls at once.
/// </summary>
/// <param name="plan">The task.</param>
/// <param name="clock">The run's clock.</param>
/// <param name="observer">Learns of calls as they happen; null for no one.</param>
/// <param name="carried">What an earlier host did of the task; null for one that begins.</param>
/// <param name="leave">Has the task leave its host: steps under way may end, and no new one begins.</param>
/// <param name="stop">Stops the run: calls that it ends are <see cref="CallOutcome.Aborted"/>.</param>
public sealed partial class TaskSession(
    TaskPlan plan,
    RunClock clock,
    ICallObserver? observer,
    CarriedTask? carried,
    CancellationToken leave,
    CancellationToken stop
) : Session
{
    private readonly Lock _lock = new();
    private readonly SentPrompts _sent = new();
    private readonly TaskBudget _budget = new(plan.Budget, carried);
    private readonly StepLog _log = new(carried, leave.CanBeCanceled);
    private IBehaviour? _behaviour;
    private TaskCompletionSource? _ended;
    private int _parseFailures;

    /// <inheritdoc/>
    public override Problem Problem => plan.Problem;

    /// <inheritdoc/>
    public override IBehaviour Behaviour => _behaviour ??= new ScoreRecordingBehaviour(plan.Behaviour, Keep);

    /// <summary>Replies that held nothing the strategy could parse.</summary>
    public int ParseFailures => Volatile.Read(ref _parseFailures);

    /// <summary>The steps that have ended, by ascending id.</summary>
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

    /// <summary>True once a step did not begin, because the task leaves its host.</summary>
    public bool IsHeld { get; private set; }

    /// <inheritdoc/>
    public override bool HasNativeTools(string role) => Role(role).HasNativeTools;

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
                return Replies.Of(step, result);
            }

            if (_log.Known(StepKeys.Attempt(spec.Key, attempt + 1)) is null)
            {
                await Task.Delay(pause, clock.Time, cancellationToken).ConfigureAwait(false);
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
    ) => ToolAsync(new ToolStep(name, key, after, given => ExecuteAsync(name, arguments, key, given)), cancellationToken);

    /// <inheritdoc/>
    public override async Task<Observation> ToolAsync(ToolStep tool, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_log.Known(tool.Key) is { } known)
        {
            return new Observation(known.Record.Id, known.Text, known.Record.ToolError is null);
        }

        var id = BeginTool();
        var asked = clock.Now;
        var text = "";
        observer?.StepStarted(new StepStart(id, tool.Key, tool.Name, StepKind.Tool, tool.After, asked));
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
            var step = new StepRecord
            {
                Id = id,
                Key = tool.Key,
                Kind = StepKind.Tool,
                Name = tool.Name,
                After = [.. tool.After],
                Uses = [.. tool.After],
                Asked = asked,
                Sent = asked,
                End = clock.Now,
                ToolError = error,
            };
            Record(new CarriedStep(step, text));
        }
    }

    /// <inheritdoc/>
    public override Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, clock.Time, cancellationToken);

    private async Task<ToolResult> ExecuteAsync(string name, string arguments, string key, CancellationToken cancellationToken)
    {
        var tool = plan.Problem.Tools.FirstOrDefault(t => string.Equals(t.Definition.Name, name, StringComparison.OrdinalIgnoreCase));
        if (tool is null)
        {
            var known = string.Join(", ", plan.Problem.Tools.Select(t => t.Definition.Name));
            return new ToolResult($"There is no tool {name}. Tools: {known}.", $"unknown tool '{name}'");
        }

        var fault = tool.DrawFault(Random($"fault:{key}"));
        await Task.Delay(fault?.Duration ?? tool.DrawLatency(Random($"latency:{key}")), clock.Time, cancellationToken)
            .ConfigureAwait(false);
        return fault is null ? tool.Execute(arguments) : fault.CreateResult(() => tool.Execute(arguments));
    }

    private async Task<(int Step, CallResult Result)> AttemptAsync(
        CallSpec spec,
        int attempt,
        int? retryOf,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var role = Role(spec.Role);
        var request = CallRequests.Of(plan, spec, role, attempt);
        if (_log.Known(StepKeys.Attempt(spec.Key, attempt)) is { } known)
        {
            return (known.Record.Id, Recall(spec, request, known));
        }

        var asked = clock.Now;
        int id;
        double resent;
        BudgetHold? hold;
        while (true)
        {
            Task ended;
            lock (_lock)
            {
                ThrowIfLeaving();
                if ((hold = _budget.TryHold(request, role.Prices)) is not null)
                {
                    id = _log.Begin();
                    resent = _sent.Add(request.Model, request.Messages);
                    break;
                }

                ended = (_ended ??= new TaskCompletionSource()).Task;
            }

            await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        request =
            hold.MaxTokens == request.Options.MaxTokens
                ? request
                : request with
                {
                    Options = request.Options with { MaxTokens = hold.MaxTokens },
                };
        observer?.StepStarted(new StepStart(id, StepKeys.Attempt(spec.Key, attempt), spec.Name, StepKind.Call, spec.After, asked));
        observer?.CallStarted();
        var result = await role.Client.CallAsync(request, cancellationToken).ConfigureAwait(false);
        var outcome = result.Outcome == CallOutcome.Cancelled && stop.IsCancellationRequested ? CallOutcome.Aborted : result.Outcome;
        var uses = spec.Uses ?? spec.After;
        var step = new StepRecord
        {
            Id = id,
            Key = StepKeys.Attempt(spec.Key, attempt),
            Kind = StepKind.Call,
            Name = spec.Name,
            After = [.. spec.After.Union(uses).Order()],
            Uses = [.. uses.Distinct().Order()],
            Asked = asked,
            Sent = clock.At(result.Sent),
            End = clock.At(result.End),
            Call = StepRecords.Of(result, request, outcome, retryOf, resent, role.Prices, clock),
        };
        Record(new CarriedStep(step, result.Text) { Thinking = result.Thinking, ToolCalls = result.ToolCalls }, hold);
        observer?.CallEnded(step);
        return (id, result);
    }

    private RoleBinding Role(string role) => plan.Roles.TryGetValue(role, out var bound) ? bound : plan.Roles["default"];

    private void Keep(int step, double score)
    {
        lock (_lock)
        {
            _log.Score(step, score);
        }
    }

    private void ThrowIfLeaving()
    {
        if (leave.IsCancellationRequested)
        {
            IsHeld = true;
            leave.ThrowIfCancellationRequested();
        }
    }

    private int BeginTool()
    {
        lock (_lock)
        {
            ThrowIfLeaving();
            return _log.Begin();
        }
    }

    private void Record(CarriedStep step, BudgetHold? hold = null)
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

        // Outside the lock: those who wait go on at once.
        ended?.TrySetResult();
        observer?.StepEnded(step.Record);
    }
}
