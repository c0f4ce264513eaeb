using System.Globalization;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Measurement.Servers;

/// <summary>Summarizes the samples of the model servers.</summary>
internal static class ServerSideSummary
{
    /// <summary>Returns the summary; null if there are no samples.</summary>
    /// <param name="samples">All samples of the run, in any order.</param>
    /// <param name="facts">Description of the run.</param>
    /// <param name="tasks">Number of tasks that ended in the window, including baseline tasks.</param>
    /// <param name="completionTokens">Completion tokens of these tasks; null if unknown.</param>
    public static ServerSide? Of(IReadOnlyList<ServerSample> samples, RunFacts facts, long tasks, long? completionTokens)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(facts);
        if (samples.Count == 0)
        {
            return null;
        }

        ServerSource[] sources =
        [
            .. samples
                .GroupBy(sample => sample.Source, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => SourceOf([.. group.OrderBy(sample => sample.AtSeconds)], facts)),
        ];
        var powered = sources.Where(source => source.GpuPowerWatts is not null || source.Joules is not null).ToArray();
        var joules = powered.Length > 0 && powered.All(source => source.Joules is not null) ? powered.Sum(source => source.Joules) : null;
        return new ServerSide(sources)
        {
            Joules = joules,
            JoulesPerTask = tasks > 0 ? joules / tasks : null,
            JoulesPerCompletionToken = completionTokens > 0 ? joules / completionTokens : null,
        };
    }

    private static ServerSource SourceOf(ServerSample[] samples, RunFacts facts)
    {
        var inWindow = samples
            .Where(sample => sample.AtSeconds >= facts.WindowStartSeconds && sample.AtSeconds <= facts.WindowEndSeconds)
            .ToArray();
        var hasPower = samples.Any(sample => sample.GpuPowerWatts is not null || sample.GpuEnergyJoules is not null);
        var joules = hasPower ? GpuEnergy.Between(samples, facts.WindowStartSeconds, facts.WindowEndSeconds) : null;
        return new ServerSource(samples[0].Endpoint, samples[0].Source)
        {
            Software = samples.Select(sample => sample.Software).LastOrDefault(software => software is not null),
            Simulated = samples.Any(sample => sample.Simulated),
            Scrapes = samples.Length,
            Failed = samples.Count(sample => !sample.HasMetrics),
            Running = GaugeStatistics.Of(inWindow.Select(sample => sample.Running)),
            Waiting = GaugeStatistics.Of(inWindow.Select(sample => sample.Waiting)),
            KvCacheUsage = GaugeStatistics.Of(inWindow.Select(sample => sample.KvCacheUsage)),
            GpuPowerWatts = GaugeStatistics.Of(inWindow.Select(sample => sample.GpuPowerWatts)),
            GpuUtilization = GaugeStatistics.Of(inWindow.Select(sample => sample.GpuUtilization)),
            GpuMemoryBytes = GaugeStatistics.Of(inWindow.Select(sample => sample.GpuMemoryBytes)),
            LoadedModels = GaugeStatistics.Of(inWindow.Select(sample => sample.LoadedModels)),
            Joules = joules,
            Warnings =
            [
                .. samples
                    .Where(sample => sample.Error is not null)
                    .GroupBy(sample => sample.Error, StringComparer.Ordinal)
                    .Select(group =>
                        Text(
                            $"{group.Count()} of {samples.Length} scrapes, first {group.First().AtSeconds:0.0} s into the run: {group.Key}."
                        )
                    ),
                .. Resets(samples),
                .. hasPower && joules is null
                    ? ["GPU energy is known for less than 95 % of the measured window; no energy is reported."]
                    : Array.Empty<string>(),
            ],
        };
    }

    private static IEnumerable<string> Resets(ServerSample[] samples)
    {
        foreach (
            var (name, counter) in new (string, Func<ServerSample, double?>)[]
            {
                ("prompt tokens", sample => sample.PromptTokens),
                ("completion tokens", sample => sample.CompletionTokens),
                ("joules", sample => sample.GpuEnergyJoules),
            }
        )
        {
            var known = samples.Where(sample => counter(sample) is not null).ToArray();
            var falls = known.Zip(known.Skip(1)).Where(pair => counter(pair.Second) < counter(pair.First)).ToArray();
            if (falls.Length == 0)
            {
                continue;
            }

            var (before, after) = falls[0];
            var repeated = falls.Length > 1 ? Text($" and {falls.Length - 1} more times") : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Counter reset: {name} fell from {counter(before):0} to {counter(after):0}, "
                    + $"{after.AtSeconds:0.0} s into the run{repeated}: "
                    + $"the server restarted or the address is load-balanced."
            );
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
