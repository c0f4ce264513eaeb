using AgentLoad.Measurement.Servers;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>Reads and writes scraped server metrics.</summary>
internal sealed class ServerRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _row = Statement.Insert(connection, "server_samples", 17, "ON CONFLICT DO NOTHING");

    public void Write(ServerSample sample) =>
        _row.Add(sample.Source)
            .Add(sample.AtSeconds)
            .Add(sample.Endpoint)
            .Add(sample.Software)
            .Add(sample.Simulated)
            .Add(sample.Running)
            .Add(sample.Waiting)
            .Add(sample.KvCacheUsage)
            .Add(sample.PromptTokens)
            .Add(sample.CachedTokens)
            .Add(sample.CompletionTokens)
            .Add(sample.GpuPowerWatts)
            .Add(sample.GpuEnergyJoules)
            .Add(sample.GpuUtilization)
            .Add(sample.GpuMemoryBytes)
            .Add(sample.LoadedModels)
            .Add(sample.Error)
            .Run();

    public static IReadOnlyList<ServerSample> Read(SqliteConnection connection)
    {
        using var rows = new Statement(connection, "SELECT * FROM server_samples ORDER BY source, at_s");
        var samples = new List<ServerSample>();
        while (rows.Read())
        {
            var (source, at) = (rows.Text(), rows.Double());
            samples.Add(
                new ServerSample
                {
                    Source = source,
                    AtSeconds = at,
                    Endpoint = rows.Text(),
                    Software = rows.MaybeText(),
                    Simulated = rows.Flag(),
                    Running = rows.MaybeDouble(),
                    Waiting = rows.MaybeDouble(),
                    KvCacheUsage = rows.MaybeDouble(),
                    PromptTokens = rows.MaybeDouble(),
                    CachedTokens = rows.MaybeDouble(),
                    CompletionTokens = rows.MaybeDouble(),
                    GpuPowerWatts = rows.MaybeDouble(),
                    GpuEnergyJoules = rows.MaybeDouble(),
                    GpuUtilization = rows.MaybeDouble(),
                    GpuMemoryBytes = rows.MaybeDouble(),
                    LoadedModels = rows.MaybeDouble(),
                    Error = rows.MaybeText(),
                }
            );
        }

        return samples;
    }

    public void Dispose() => _row.Dispose();
}
