using System.Text.RegularExpressions;
using AgentLoad.Client.Results;
using AgentLoad.Testing;
using AgentLoad.Testing.Reports;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Results;

public sealed class ResultsQueriesTests
{
    [Fact]
    public async Task Queries_InTheDocs_RunOnASavedRun()
    {
        using var temp = new TempFolder();
        var random = new Random(1);
        var store = RunStore.Create(temp.Path, Cases.Facts(), "");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(id => store.AppendAsync(Cases.Task(random, id), CancellationToken.None)));
        await store.CompleteAsync(Summaries.Summary());
        var queries = Regex.Matches(
            File.ReadAllText(Checkout.PathOf("docs/reference/results.md")),
            "```sql\n(.*?)```",
            RegexOptions.Singleline
        );
        using var connection = new SqliteConnection($"Data Source={Path.Combine(store.Folder, "run.db")};Pooling=False");
        connection.Open();

        queries.Count.ShouldBeGreaterThan(3);
        foreach (var sql in queries.Select(match => match.Groups[1].Value))
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                reader.FieldCount.ShouldBeGreaterThan(1);
            }
        }
    }
}
