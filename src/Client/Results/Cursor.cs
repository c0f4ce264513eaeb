using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>Cursor over rows that start with (task_id, attempt, step_id). The key of the current row is read ahead.</summary>
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

    /// <summary>The remaining columns of the row, to be read in order.</summary>
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
