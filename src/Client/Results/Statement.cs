using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentLoad.Client.Results;

/// <summary>
/// Prepared statement on the C API of SQLite, bound and read in column order. A row allocates only its strings, whereas a
/// <see cref="SqliteCommand"/> boxes every value.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _utf8 = new byte[256];
    private int _next;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Creates an insert statement for all columns of a table except generated ones.</summary>
    public static Statement Insert(SqliteConnection connection, string table, int columns, string conflict = "") =>
        new(connection, $"INSERT INTO {table} VALUES ({string.Join(',', Enumerable.Repeat('?', columns))}) {conflict}");

    public Statement Add(long value) => Bound(raw.sqlite3_bind_int64(_statement, ++_next, value));

    public Statement Add(bool value) => Add(value ? 1L : 0L);

    public Statement Add(double value) => Bound(raw.sqlite3_bind_double(_statement, ++_next, value));

    public Statement Add(int? value) => value is { } known ? Add((long)known) : AddNull();

    public Statement Add(long? value) => value is { } known ? Add(known) : AddNull();

    public Statement Add(double? value) => value is { } known ? Add(known) : AddNull();

    public Statement Add(string? value)
    {
        if (value is null)
        {
            return AddNull();
        }

        // An empty span has a null address, which SQLite would store as NULL.
        if (value.Length == 0)
        {
            return Bound(raw.sqlite3_bind_text(_statement, ++_next, ""));
        }

        if (_utf8.Length < value.Length * 3)
        {
            _utf8 = new byte[value.Length * 3];
        }

        var length = Encoding.UTF8.GetBytes(value, _utf8);
        return Bound(raw.sqlite3_bind_text(_statement, ++_next, _utf8.AsSpan(0, length)));
    }

    /// <summary>Executes the statement and resets it for the next row.</summary>
    /// <returns>Number of changed rows.</returns>
    public int Run()
    {
        var code = raw.sqlite3_step(_statement);
        Reset();
        if (code != raw.SQLITE_DONE)
        {
            Check(code);
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>Moves to the next row; returns false at the end.</summary>
    public bool Read()
    {
        _next = 0;
        var code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW)
        {
            return true;
        }

        if (code is not raw.SQLITE_DONE)
        {
            Check(code);
        }

        return false;
    }

    /// <summary>Resets the statement for another execution.</summary>
    public void Reset()
    {
        raw.sqlite3_reset(_statement);
        _next = 0;
    }

    public long Long() => raw.sqlite3_column_int64(_statement, _next++);

    public int Int() => (int)Long();

    public bool Flag() => Long() != 0;

    public double Double() => raw.sqlite3_column_double(_statement, _next++);

    public int? MaybeInt() => IsNull() ? null : Int();

    public long? MaybeLong() => IsNull() ? null : Long();

    public double? MaybeDouble() => IsNull() ? null : Double();

    public string? MaybeText() => IsNull() ? null : Text();

    // Read as a blob: the text function stops at NUL characters, which model output can contain.
    public string Text() => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, _next++));

    public void Dispose() => _statement.Dispose();

    private bool IsNull()
    {
        var isNull = raw.sqlite3_column_type(_statement, _next) == raw.SQLITE_NULL;
        if (isNull)
        {
            _next++;
        }

        return isNull;
    }

    private Statement AddNull() => Bound(raw.sqlite3_bind_null(_statement, ++_next));

    private Statement Bound(int code)
    {
        Check(code);
        return this;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), code);
        }
    }
}
