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
    public static async Task<TaskRecord> RunAsync(TaskPlan plan, RunClock clock, ICallObserver? observer, CancellationToken stop)
    {
        using var limit = plan.Budget.Time is { } time ? new CancellationTokenSource(time, clock.Time) : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var session = new TaskSession(plan, clock, observer, stop);
        var start = clock.Now;
        var end = await EndAsync(plan, session, limit.Token, stop, linked.Token);
        return new TaskRecord
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
            Error = end.Error,
            BudgetReached = end.Budget,
            ParseFailures = session.ParseFailures,
            Steps = TaskGraph.Mark(session.Steps, end.Answer?.Steps ?? []),
        };
    }

    private static async Task<Ending> EndAsync(
        TaskPlan plan, TaskSession session, CancellationToken limit, CancellationToken stop, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await plan.Strategy.SolveAsync(session, cancellationToken);
            return answer.Text is { } text
                ? new Ending(plan.Problem.Verify(text) switch
                {
                    true => TaskState.Solved,
                    false => TaskState.Unsolved,
                    null => TaskState.Answered,
                }, answer, null)
                : answer.CallsFailed
                    ? new Ending(TaskState.Failed, answer, LastError(session))
                    : new Ending(TaskState.Unsolved, answer, null);
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
    }
}
