using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>A walk over rows that begin with (task_id, attempt, step_id); the key of the row it stands at is known ahead.</summary>
internal sealed class Cursor : IDisposable
{
    private bool _atRow;
    private long _task;
    private int _attempt;

    public Cursor(SqliteConnection connection, string sql)
    {
        Row = new Statement(connection, sql);
        MoveNext();
    }

    /// <summary>The rest of the row, to be read in order.</summary>
    public Statement Row { get; }

    public int Step { get; private set; }

    public bool IsAt(long task, int attempt) => _atRow && _task == task && _attempt == attempt;

    public bool IsAt(long task, int attempt, int step) => IsAt(task, attempt) && Step == step;

    public void MoveNext()
    {
        _atRow = Row.Read();
        if (_atRow)
        {
            (_task, _attempt, Step) = (Row.Long(), Row.Int(), Row.Int());
        }
    }

    public void Dispose() => Row.Dispose();
}
