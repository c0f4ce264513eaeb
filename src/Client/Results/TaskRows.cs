using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>Writes task records as rows. The caller owns the transaction.</summary>
internal sealed class TaskRows(SqliteConnection connection, MeasuredWindow window) : IDisposable
{
    private readonly Statement _task = Statement.Insert(connection, "tasks", 19, "ON CONFLICT DO NOTHING");
    private readonly Statement _step = Statement.Insert(connection, "steps", 14);
    private readonly Statement _edge = Statement.Insert(connection, "edges", 6);
    private readonly Statement _call = Statement.Insert(connection, "calls", 26);

    /// <summary>Writes a task with its steps, unless this attempt is already saved.</summary>
    /// <returns>True if the task was written.</returns>
    public bool Write(TaskRecord task)
    {
        _task
            .Add(task.Id)
            .Add((long)task.Attempt)
            .Add((long)task.Agent)
            .Add(task.Group)
            .Add(task.Problem)
            .Add(task.ProblemId)
            .Add(task.Strategy)
            .Add(task.IsBaseline)
            .Add(task.HasVerifier)
            .Add(window.Began(task))
            .Add(task.IntendedStart)
            .Add(task.Start)
            .Add(task.End)
            .Add(EnumNames<TaskState>.Of(task.State))
            .Add(task.Answer)
            .Add(task.Score)
            .Add(task.Error)
            .Add(task.BudgetReached is { } budget ? EnumNames<TaskBudgetKind>.Of(budget) : null)
            .Add((long)task.ParseFailures);
        if (_task.Run() == 0)
        {
            return false;
        }

        foreach (var step in task.Steps)
        {
            Write(task, step);
        }

        return true;
    }

    public void Dispose()
    {
        _task.Dispose();
        _step.Dispose();
        _edge.Dispose();
        _call.Dispose();
    }

    private void Write(TaskRecord task, StepRecord step)
    {
        Keyed(_step, task, step)
            .Add(step.Key)
            .Add(EnumNames<StepKind>.Of(step.Kind))
            .Add(step.Name)
            .Add(step.Asked)
            .Add(step.Sent)
            .Add(step.End)
            .Add(window.Ended(step))
            .Add(step.ToolError)
            .Add(step.Score)
            .Add(step.OnAnswerPath)
            .Add(step.OnCriticalPath)
            .Run();
        Write(task, step, "after", step.After);
        Write(task, step, "uses", step.Uses);
        if (step.Call is { } call)
        {
            Write(task, step, call);
        }
    }

    private void Write(TaskRecord task, StepRecord step, string kind, IReadOnlyList<int> from)
    {
        for (var i = 0; i < from.Count; i++)
        {
            Keyed(_edge, task, step).Add(kind).Add((long)i).Add((long)from[i]).Run();
        }
    }

    private void Write(TaskRecord task, StepRecord step, CallRecord call) =>
        Keyed(_call, task, step)
            .Add(call.Endpoint)
            .Add(call.Model)
            .Add(EnumNames<CallOutcome>.Of(call.Outcome))
            .Add(call.HttpStatus)
            .Add(call.Error)
            .Add(call.RetryOf)
            .Add(call.Ttft)
            .Add(call.Ttfo)
            .Add(call.LastChunk)
            .Add((long)call.Images)
            .Add(call.PromptTokens)
            .Add(call.CachedTokens)
            .Add(call.CompletionTokens)
            .Add(call.ReasoningTokens)
            .Add(call.ResentTokens)
            .Add((long)call.RequestedTokens)
            .Add(EnumNames<TokenProvenance>.Of(call.Provenance))
            .Add(call.ServerQueue)
            .Add(call.ServerLoad)
            .Add(call.ServerPrefill)
            .Add(call.ServerDecode)
            .Add(call.Cost)
            .Add(call.SharedTokens)
            .Run();

    private static Statement Keyed(Statement statement, TaskRecord task, StepRecord step) =>
        statement.Add(task.Id).Add((long)task.Attempt).Add((long)step.Id);
}
