using System.Globalization;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Measurement.Servers;

/// <summary>Sums up what was scraped.</summary>
public static class ServerSideSummary
{
    /// <summary>The summary; null where nothing was asked.</summary>
    /// <param name="samples">All samples of the run, in any order.</param>
    /// <param name="facts">The run.</param>
    /// <param name="tasks">Tasks that ended in the window, baseline tasks included.</param>
    /// <param name="completionTokens">Their completion tokens; null where unknown.</param>
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
            Failed = samples.Count(sample => !sample.IsAnswer),
            Running = Level.Of(inWindow.Select(sample => sample.Running)),
            Waiting = Level.Of(inWindow.Select(sample => sample.Waiting)),
            KvCacheUse = Level.Of(inWindow.Select(sample => sample.KvCacheUse)),
            GpuPowerWatts = Level.Of(inWindow.Select(sample => sample.GpuPowerWatts)),
            GpuUse = Level.Of(inWindow.Select(sample => sample.GpuUse)),
            GpuMemoryBytes = Level.Of(inWindow.Select(sample => sample.GpuMemoryBytes)),
            LoadedModels = Level.Of(inWindow.Select(sample => sample.LoadedModels)),
            Joules = joules,
            Troubles =
            [
                .. samples
                    .Where(sample => sample.Trouble is not null)
                    .GroupBy(sample => sample.Trouble, StringComparer.Ordinal)
                    .Select(group =>
                        Line($"{group.Count()} of {samples.Length} times, first {group.First().AtSeconds:0.0} s into the run: {group.Key}.")
                    ),
                .. Resets(samples),
                .. hasPower && joules is null
                    ? ["The energy of its GPUs is not known for 95 % of the measured window: no joules are given."]
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
            var often = falls.Length > 1 ? Line($" and {falls.Length - 1} times more") : "";
            yield return Line(
                $"Its count of {name} fell from {counter(before):0} to {counter(after):0}, {after.AtSeconds:0.0} s into the run{often}: the server began anew, or another one answers."
            );
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
