using AgentLoad.Agents.Strategies;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Agents.Sessions;

/// <summary>Runs one task attempt and returns its record.</summary>
internal static class TaskRunner
{
    /// <summary>
    /// Runs the task. Never throws: a failure is a state of the record, with a one-line error. An exception of a strategy or problem is a
    /// bug and results in <see cref="TaskState.Failed"/> with its type and message.
    /// </summary>
    /// <param name="plan">The task.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="observer">Receives call events; null for none.</param>
    /// <param name="stop">Stops the run: the task ends as <see cref="TaskState.Aborted"/>.</param>
    public static async Task<TaskRecord> RunAsync(TaskPlan plan, RunClock clock, ICallObserver? observer, CancellationToken stop) =>
        (await RunAsync(plan, clock, observer, null, CancellationToken.None, stop).ConfigureAwait(false)).Record!;

    /// <summary>
    /// Runs the task until it ends or is suspended. When it is suspended, running steps complete, no new step starts, and the results are
    /// returned as a snapshot with which another host continues. A task that cannot move runs to its end.
    /// </summary>
    /// <param name="plan">The task.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="observer">Receives call events, except those of replayed steps; null for none.</param>
    /// <param name="snapshot">Steps that another host has made; null for a new task.</param>
    /// <param name="suspend">Suspends the task.</param>
    /// <param name="stop">Stops the run: the task ends as <see cref="TaskState.Aborted"/>.</param>
    public static async Task<TaskOutcome> RunAsync(
        TaskPlan plan,
        RunClock clock,
        ICallObserver? observer,
        TaskSnapshot? snapshot,
        CancellationToken suspend,
        CancellationToken stop
    )
    {
        suspend = plan.CanMove ? suspend : CancellationToken.None;
        var start = snapshot?.Start ?? clock.Now;
        using var limit = LimitOf(plan, clock, start);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var session = new TaskSession(plan, clock, observer, snapshot, suspend, stop);
        return await EndAsync(plan, clock, session, limit.Token, stop, linked.Token).ConfigureAwait(false) is { } end
            ? new TaskOutcome(RecordOf(plan, clock, session, start, end), null) { RemoteCalls = session.RemoteCalls }
            : new TaskOutcome(null, new TaskSnapshot(start, await session.TakeSnapshotAsync().ConfigureAwait(false)))
            {
                RemoteCalls = session.RemoteCalls,
            };
    }

    private static CancellationTokenSource LimitOf(TaskPlan plan, RunClock clock, double start)
    {
        if (plan.Budget.Time is not { } time)
        {
            return new CancellationTokenSource();
        }

        var left = time - TimeSpan.FromSeconds(Math.Max(0, clock.Now - start));
        return new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock.Time);
    }

    private static TaskRecord RecordOf(TaskPlan plan, RunClock clock, TaskSession session, double start, Ending end) =>
        new()
        {
            Id = plan.Id,
            Attempt = plan.Attempt,
            Agent = plan.Agent,
            Group = plan.Group,
            Problem = plan.Problem.Kind,
            ProblemId = plan.Problem.Id,
            Strategy = plan.Strategy.Name,
            IsBaseline = plan.IsBaseline,
            HasVerifier = plan.Problem.HasVerifier,
            IntendedStart = plan.IntendedStart ?? start,
            Start = start,
            End = end.At ?? clock.Now,
            State = end.State,
            Answer = end.Answer?.Text,
            Score = end.Score ?? (end.State is TaskState.Unsolved or TaskState.OutOfBudget && plan.Problem.HasVerifier ? 0 : null),
            Error = end.Error,
            BudgetReached = end.Budget,
            ParseFailures = session.ParseFailures,
            Steps = TaskGraph.Mark(session.Steps, end.Answer?.Steps ?? []),
        };

    /// <summary>Runs the strategy and returns how the task ended; null if it was suspended.</summary>
    private static async Task<Ending?> EndAsync(
        TaskPlan plan,
        RunClock clock,
        TaskSession session,
        CancellationToken limit,
        CancellationToken stop,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answer = await plan.Strategy.SolveAsync(session, cancellationToken).ConfigureAwait(false);
            var at = clock.Now;
            return answer.Text is { } text
                    ? new Ending(
                        await plan.Problem.VerifyAsync(text, cancellationToken).ConfigureAwait(false) switch
                        {
                            true => TaskState.Solved,
                            false => TaskState.Unsolved,
                            null => TaskState.Answered,
                        },
                        answer,
                        null
                    )
                    {
                        Score = plan.Problem.Score(text),
                        At = at,
                    }
                : answer.CallsFailed ? new Ending(TaskState.Failed, answer, LastError(session))
                : new Ending(TaskState.Unsolved, answer, null);
        }
        catch (Exception) when (session.IsSuspended && !stop.IsCancellationRequested)
        {
            return null;
        }
        catch (OutOfBudgetException e)
        {
            return new Ending(stop.IsCancellationRequested ? TaskState.Aborted : TaskState.OutOfBudget, null, e.Message)
            {
                Budget = stop.IsCancellationRequested ? null : e.Budget,
            };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new Ending(TaskState.Aborted, null, "the run stopped");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new Ending(TaskState.OutOfBudget, null, $"budget of {plan.Budget.Time} is spent") { Budget = TaskBudgetKind.Time };
        }
        catch (Exception e)
        {
            return new Ending(TaskState.Failed, null, RecordText.Error($"{e.GetType().Name}: {e.Message}"));
        }
    }

    private static string LastError(TaskSession session) =>
        session.Steps.LastOrDefault(s => s.Call?.Outcome.IsGood() == false) is { Call: { } call }
            ? RecordText.Error($"{call.Outcome}: {call.Error ?? "no reason given"}")
            : "a call failed";

    private sealed record Ending(TaskState State, Answer? Answer, string? Error)
    {
        public TaskBudgetKind? Budget { get; init; }

        public double? Score { get; init; }

        /// <summary>When the answer was known, in seconds since the start of the run: its verification is not part of the task.</summary>
        public double? At { get; init; }
    }
}
