using AgentLoad.Measurement.Records;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>Reads task records by a merge join of the four tables in key order; only one task is in memory.</summary>
/// <param name="connection">Open database connection.</param>
/// <param name="only">Condition on task_id and attempt, "WHERE …"; empty for all tasks.</param>
internal sealed class TaskReader(SqliteConnection connection, string only = "") : IDisposable
{
    private readonly Statement _tasks = new(
        connection,
        $"""
        SELECT task_id, attempt, agent, agent_group, problem, problem_id, strategy, is_baseline, {VerifierColumn(connection)},
               intended_start_s, start_s, end_s, state, answer, score, error, budget_reached, parse_failures
        FROM tasks {only} ORDER BY task_id, attempt
        """
    );

    private readonly Cursor _steps = new(
        connection,
        $"""
        SELECT task_id, attempt, step_id, step_key, kind, name, asked_s, sent_s, end_s, tool_error, score, on_answer_path, on_critical_path
        FROM steps {only} ORDER BY task_id, attempt, step_id
        """
    );

    private readonly Cursor _edges = new(
        connection,
        $"""
        SELECT task_id, attempt, step_id, kind = 'uses', from_step_id FROM edges {only} ORDER BY task_id, attempt, step_id, kind, position
        """
    );

    private readonly Cursor _calls = new(
        connection,
        $"""
        SELECT task_id, attempt, step_id, endpoint, model, outcome, http_status, error, retry_of, ttft_s, ttfo_s, last_chunk_s,
               images, prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, resent_tokens, requested_tokens, provenance,
               server_queue_s, server_load_s, server_prefill_s, server_decode_s, cost, {SharedTokens(
            connection
        )} FROM calls {only} ORDER BY task_id, attempt, step_id
        """
    );

    /// <summary>Reads the next task with its steps; null at the end.</summary>
    public TaskRecord? Next()
    {
        if (!_tasks.Read())
        {
            return null;
        }

        var (id, attempt) = (_tasks.Long(), _tasks.Int());
        return new TaskRecord
        {
            Id = id,
            Attempt = attempt,
            Agent = _tasks.Int(),
            Group = _tasks.Text(),
            Problem = _tasks.Text(),
            ProblemId = _tasks.Text(),
            Strategy = _tasks.Text(),
            IsBaseline = _tasks.Flag(),
            HasVerifier = _tasks.Flag(),
            IntendedStart = _tasks.Double(),
            Start = _tasks.Double(),
            End = _tasks.Double(),
            State = EnumNames<TaskState>.Parse(_tasks.Text()),
            Answer = _tasks.MaybeText(),
            Score = _tasks.MaybeDouble(),
            Error = _tasks.MaybeText(),
            BudgetReached = _tasks.MaybeText() is { } budget ? EnumNames<TaskBudgetKind>.Parse(budget) : null,
            ParseFailures = _tasks.Int(),
            Steps = Steps(id, attempt),
        };
    }

    public void Dispose()
    {
        _tasks.Dispose();
        _steps.Dispose();
        _edges.Dispose();
        _calls.Dispose();
    }

    // Schema 4 has no such column. It has a score for every task that was judged.
    private static string VerifierColumn(SqliteConnection connection) =>
        connection.Scalar("PRAGMA user_version") > 4 ? "has_verifier" : "score IS NOT NULL";

    private List<StepRecord> Steps(long task, int attempt)
    {
        var steps = new List<StepRecord>();
        for (; _steps.IsAt(task, attempt); _steps.MoveNext())
        {
            var id = _steps.Step;
            var row = _steps.Row;
            var (after, uses) = Edges(task, attempt, id);
            steps.Add(
                new StepRecord
                {
                    Id = id,
                    Key = row.Text(),
                    Kind = EnumNames<StepKind>.Parse(row.Text()),
                    Name = row.Text(),
                    Asked = row.Double(),
                    Sent = row.Double(),
                    End = row.Double(),
                    ToolError = row.MaybeText(),
                    Score = row.MaybeDouble(),
                    OnAnswerPath = row.Flag(),
                    OnCriticalPath = row.Flag(),
                    After = after,
                    Uses = uses,
                    Call = _calls.IsAt(task, attempt, id) ? Call() : null,
                }
            );
        }

        return steps;
    }

    private (IReadOnlyList<int> After, IReadOnlyList<int> Uses) Edges(long task, int attempt, int step)
    {
        List<int>? after = null,
            uses = null;
        for (; _edges.IsAt(task, attempt, step); _edges.MoveNext())
        {
            var kind = _edges.Row.Flag() ? uses ??= [] : after ??= [];
            kind.Add(_edges.Row.Int());
        }

        return (after ?? [], uses ?? []);
    }

    private CallRecord Call()
    {
        var row = _calls.Row;
        var call = new CallRecord
        {
            Endpoint = row.Text(),
            Model = row.Text(),
            Outcome = EnumNames<CallOutcome>.Parse(row.Text()),
            HttpStatus = row.MaybeInt(),
            Error = row.MaybeText(),
            RetryOf = row.MaybeInt(),
            Ttft = row.MaybeDouble(),
            Ttfo = row.MaybeDouble(),
            LastChunk = row.MaybeDouble(),
            Images = row.Int(),
            PromptTokens = row.MaybeInt(),
            CachedTokens = row.MaybeInt(),
            CompletionTokens = row.MaybeInt(),
            ReasoningTokens = row.MaybeInt(),
            ResentTokens = row.MaybeInt(),
            RequestedTokens = row.Int(),
            Provenance = EnumNames<TokenProvenance>.Parse(row.Text()),
            ServerQueue = row.MaybeDouble(),
            ServerLoad = row.MaybeDouble(),
            ServerPrefill = row.MaybeDouble(),
            ServerDecode = row.MaybeDouble(),
            Cost = row.MaybeDouble(),
            SharedTokens = row.MaybeInt(),
        };
        _calls.MoveNext();
        return call;
    }

    /// <summary>Returns the column of the shared tokens; NULL for a run of a version that did not record them.</summary>
    private static string SharedTokens(SqliteConnection connection) =>
        connection.Scalar("SELECT count(*) FROM pragma_table_info('calls') WHERE name = 'shared_tokens'") > 0 ? "shared_tokens" : "NULL";
}
