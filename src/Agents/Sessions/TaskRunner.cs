using AgentLoad.Agents.Strategies;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Agents.Sessions;

/// <summary>Runs one task attempt to its end and gives its record.</summary>
public static class TaskRunner
{
    /// <summary>
    /// Runs the task. Never throws: what goes wrong is the record's state, with one line of error. An exception of a strategy or
    /// problem is a bug, and gives <see cref="TaskState.Failed"/> with its type and message.
    /// </summary>
    /// <param name="plan">The task.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="observer">Learns of calls as they happen; null for no one.</param>
    /// <param name="stop">Stops the run: the task ends as <see cref="TaskState.Aborted"/>.</param>
    public static async Task<TaskRecord> RunAsync(TaskPlan plan, RunClock clock, ICallObserver? observer, CancellationToken stop) =>
        (await RunAsync(plan, clock, observer, null, CancellationToken.None, stop).ConfigureAwait(false)).Record!;

    /// <summary>
    /// Runs the task to its end, or until it leaves its host: then steps under way end, no new one begins, and what the steps gave is
    /// carried elsewhere. A task whose plan cannot move ends here.
    /// </summary>
    /// <param name="plan">The task.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="observer">Learns of calls as they happen, but not of those that were carried; null for no one.</param>
    /// <param name="carried">What an earlier host did of it; null for a task that begins.</param>
    /// <param name="leave">Has the task leave its host.</param>
    /// <param name="stop">Stops the run: the task ends as <see cref="TaskState.Aborted"/>.</param>
    public static async Task<TaskOutcome> RunAsync(
        TaskPlan plan,
        RunClock clock,
        ICallObserver? observer,
        CarriedTask? carried,
        CancellationToken leave,
        CancellationToken stop
    )
    {
        leave = plan.CanMove ? leave : CancellationToken.None;
        var start = carried?.Start ?? clock.Now;
        using var limit = LimitOf(plan, clock, start);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var session = new TaskSession(plan, clock, observer, carried, leave, stop);
        return await EndAsync(plan, session, limit.Token, stop, linked.Token).ConfigureAwait(false) is { } end
            ? new TaskOutcome(RecordOf(plan, clock, session, start, end), null) { CallsElsewhere = session.CallsElsewhere }
            : new TaskOutcome(null, new CarriedTask(start, await session.CarryAsync().ConfigureAwait(false)))
            {
                CallsElsewhere = session.CallsElsewhere,
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
            IntendedStart = plan.IntendedStart ?? start,
            Start = start,
            End = clock.Now,
            State = end.State,
            Answer = end.Answer?.Text,
            Score =
                end.Score ?? (end.State is TaskState.Unsolved or TaskState.OutOfBudget && plan.Problem.Verify("") is not null ? 0 : null),
            Error = end.Error,
            BudgetReached = end.Budget,
            ParseFailures = session.ParseFailures,
            Steps = TaskGraph.Mark(session.Steps, end.Answer?.Steps ?? []),
        };

    /// <summary>How the task ended; null where it leaves its host.</summary>
    private static async Task<Ending?> EndAsync(
        TaskPlan plan,
        TaskSession session,
        CancellationToken limit,
        CancellationToken stop,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answer = await plan.Strategy.SolveAsync(session, cancellationToken).ConfigureAwait(false);
            return answer.Text is { } text
                    ? new Ending(
                        plan.Problem.Verify(text) switch
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
                    }
                : answer.CallsFailed ? new Ending(TaskState.Failed, answer, LastError(session))
                : new Ending(TaskState.Unsolved, answer, null);
        }
        catch (Exception) when (session.IsHeld && !stop.IsCancellationRequested)
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
            return new Ending(TaskState.Failed, null, OneLine($"{e.GetType().Name}: {e.Message}"));
        }
    }

    private static string LastError(TaskSession session) =>
        session.Steps.LastOrDefault(s => s.Call?.Outcome.IsGood() == false) is { Call: { } call }
            ? OneLine($"{call.Outcome}: {call.Error ?? "no reason given"}")
            : "a call failed";

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private sealed record Ending(TaskState State, Answer? Answer, string? Error)
    {
        public TaskBudgetKind? Budget { get; init; }

        public double? Score { get; init; }
    }
}
