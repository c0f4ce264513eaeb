using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Contracts;

/// <summary><see cref="LiveTotals"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("agentload.Totals")]
internal sealed record TotalsData
{
    /// <summary>
    /// Tasks started, calls sent, prompt tokens, completion tokens, agents in calls, agents in tools, baseline tasks started.
    /// </summary>
    [Id(0)]
    public required long[] Counts { get; init; }

    /// <summary>Ended calls by outcome.</summary>
    [Id(1)]
    public required Dictionary<int, long> Outcomes { get; init; }

    /// <summary>Ended tasks by state.</summary>
    [Id(2)]
    public required Dictionary<int, long> States { get; init; }

    /// <summary>Buckets of TTFT: lowest value in microseconds and count, in turn.</summary>
    [Id(3)]
    public required long[] Ttft { get; init; }

    /// <summary>Buckets of latency, likewise.</summary>
    [Id(4)]
    public required long[] Latency { get; init; }

    /// <summary>Packs totals.</summary>
    public static TotalsData Of(LiveTotals totals) =>
        new()
        {
            Counts =
            [
                totals.StartedTasks,
                totals.StartedCalls,
                totals.PromptTokens,
                totals.CompletionTokens,
                totals.AgentsInCalls,
                totals.AgentsInTools,
                totals.StartedBaselines,
            ],
            Outcomes = totals.ByOutcome.Where(p => p.Value > 0).ToDictionary(p => (int)p.Key, p => p.Value),
            States = totals.ByState.Where(p => p.Value > 0).ToDictionary(p => (int)p.Key, p => p.Value),
            Ttft = Pack(totals.Ttft),
            Latency = Pack(totals.Latency),
        };

    /// <summary>Unpacks them.</summary>
    public LiveTotals ToTotals()
    {
        var totals = new LiveTotals
        {
            StartedTasks = Counts[0],
            StartedCalls = Counts[1],
            PromptTokens = Counts[2],
            CompletionTokens = Counts[3],
            AgentsInCalls = Counts[4],
            AgentsInTools = Counts[5],
            StartedBaselines = Counts[6],
        };
        foreach (var (outcome, count) in Outcomes)
        {
            totals.Add((CallOutcome)outcome, count);
        }

        foreach (var (state, count) in States)
        {
            totals.Add((TaskState)state, count);
        }

        totals.Ttft.Merge(Unpack(Ttft));
        totals.Latency.Merge(Unpack(Latency));
        return totals;
    }

    private static long[] Pack(LogLinearHistogram histogram) =>
        [.. histogram.Buckets.SelectMany(b => new[] { b.LowestMicroseconds, b.Count })];

    private static LogLinearHistogram Unpack(long[] buckets) =>
        LogLinearHistogram.Restore(buckets.Chunk(2).Select(pair => (pair[0], pair[1])));
}
