using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Reports;

/// <summary>
/// Summary lines on scraped server metrics: one per source with data in the measured window, one for energy, one per scrape error.
/// </summary>
internal static class ServerLines
{
    public static IEnumerable<string> Of(RunSummary summary)
    {
        if (summary.Servers is not { } servers)
        {
            yield break;
        }

        foreach (var source in servers.Sources)
        {
            string[] parts = [.. Parts(source)];
            if (parts.Length > 0)
            {
                var name = $"{(source.Simulated ? "simulated, " : "")}{source.Software} at {TerminalText.Sanitize(source.Source)}";
                yield return $"Server   {name}: {string.Join(", ", parts)}";
            }
        }

        if (servers.Joules is { } joules)
        {
            yield return $"Energy   {NumberFormat.Number(joules)} J GPU energy in the measured window"
                + (servers.JoulesPerTask is { } task ? $", {NumberFormat.Number(task)} J per task" : "")
                + (servers.JoulesPerCompletionToken is { } token ? $", {NumberFormat.Number(token)} J per completion token" : "");
        }

        foreach (var source in servers.Sources)
        {
            foreach (var trouble in source.Warnings)
            {
                yield return $"Scrape   {TerminalText.Sanitize(source.Source)}: {TerminalText.Sanitize(trouble)}";
            }
        }
    }

    private static IEnumerable<string> Parts(ServerSource source)
    {
        if (source.Running is { } running)
        {
            yield return $"{NumberFormat.Number(running.Mean)} running (max {NumberFormat.Number(running.Max)})";
        }

        if (source.Waiting is { } waiting)
        {
            yield return $"{NumberFormat.Number(waiting.Mean)} waiting (max {NumberFormat.Number(waiting.Max)})";
        }

        if (source.KvCacheUsage is { } cache)
        {
            yield return $"KV cache {NumberFormat.Percent(cache.Mean)} full (max {NumberFormat.Percent(cache.Max)})";
        }

        if (source.GpuPowerWatts is { } power)
        {
            yield return $"{NumberFormat.Number(power.Mean)} W (max {NumberFormat.Number(power.Max)})";
        }

        if (source.GpuUtilization is { } use)
        {
            yield return $"GPU utilization {NumberFormat.Percent(use.Mean)}";
        }

        if (source.LoadedModels is { } loaded)
        {
            yield return $"max {NumberFormat.Number(loaded.Max)} models loaded";
        }

        if (source.GpuMemoryBytes is { } memory)
        {
            yield return $"{NumberFormat.Number(memory.Max)}B of GPU memory";
        }
    }
}
