using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>Opens SQLite databases and executes statements.</summary>
internal static class Database
{
    static Database() => SQLitePCL.Batteries_V2.Init();

    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        // Without pooling, disposing the connection releases the files.
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        };
        var connection = new SqliteConnection(text.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    }
}
