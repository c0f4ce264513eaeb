using System.Diagnostics;

namespace AgentLoad.ClientCost;

/// <summary>Runs all streams at once and says what they cost this process.</summary>
internal static class Cost
{
    /// <summary>Managed memory that the streams held when most were open, beyond what there was before.</summary>
    public static long PeakBytes { get; private set; }

    /// <summary>CPU time of this process per line, in microseconds.</summary>
    public static async Task<double> PerLineAsync(Shape shape, Func<Task<int>> stream)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var streams = Enumerable.Range(0, shape.Streams).Select(_ => stream()).ToList();
        await Task.Delay(shape.Interval * shape.Lines / 2);
        // Read without a collection of its own, which would be CPU that neither side caused.
        PeakBytes = GC.GetTotalMemory(forceFullCollection: false) - before;
        int lines = (await Task.WhenAll(streams)).Sum();
        return (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / lines;
    }
}
