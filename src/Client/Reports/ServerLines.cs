using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Reports;

/// <summary>What model servers said of themselves: a line for each source that said anything of the window, one for energy, one for each trouble.</summary>
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
                yield return $"Server   {(source.Simulated ? "simulated, " : "")}{source.Software} at {Plain.Of(source.Source)}: {string.Join(", ", parts)}";
            }
        }

        if (servers.Joules is { } joules)
        {
            yield return $"Energy   {Figures.Number(joules)} J on GPUs in the measured window"
                + (servers.JoulesPerTask is { } task ? $", {Figures.Number(task)} J per task" : "")
                + (servers.JoulesPerCompletionToken is { } token ? $", {Figures.Number(token)} J per completion token" : "");
        }

        foreach (var source in servers.Sources)
        {
            foreach (var trouble in source.Warnings)
            {
                yield return $"Scrape   {Plain.Of(source.Source)}: {Plain.Of(trouble)}";
            }
        }
    }

    private static IEnumerable<string> Parts(ServerSource source)
    {
        if (source.Running is { } running)
        {
            yield return $"{Figures.Number(running.Mean)} running (max {Figures.Number(running.Max)})";
        }

        if (source.Waiting is { } waiting)
        {
            yield return $"{Figures.Number(waiting.Mean)} waiting (max {Figures.Number(waiting.Max)})";
        }

        if (source.KvCacheUsage is { } cache)
        {
            yield return $"KV cache {Figures.Percent(cache.Mean)} full (max {Figures.Percent(cache.Max)})";
        }

        if (source.GpuPowerWatts is { } power)
        {
            yield return $"{Figures.Number(power.Mean)} W (max {Figures.Number(power.Max)})";
        }

        if (source.GpuUtilization is { } use)
        {
            yield return $"GPUs busy {Figures.Percent(use.Mean)}";
        }

        if (source.LoadedModels is { } loaded)
        {
            yield return $"at most {Figures.Number(loaded.Max)} models loaded";
        }

        if (source.GpuMemoryBytes is { } memory)
        {
            yield return $"{Figures.Number(memory.Max)}B of GPU memory";
        }
    }
}
