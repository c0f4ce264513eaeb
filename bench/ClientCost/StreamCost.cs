namespace AgentLoad.Bench.ClientCost;

/// <summary>The cost of concurrent streams in this process.</summary>
/// <param name="MicrosecondsPerLine">CPU time per line.</param>
/// <param name="Bytes">Managed memory of all open streams halfway, compared with the memory before.</param>
internal sealed record StreamCost(double MicrosecondsPerLine, long Bytes)
{
    /// <summary>Runs all streams concurrently.</summary>
    /// <param name="shape">The load.</param>
    /// <param name="streamAsync">Reads one stream and returns the number of lines.</param>
    public static async Task<StreamCost> MeasureAsync(StreamShape shape, Func<Task<int>> streamAsync)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var streams = Enumerable.Range(0, shape.Streams).Select(_ => streamAsync()).ToList();
        await Task.Delay(shape.Interval * shape.Lines / 2, TimeProvider.System);

        // A collection here would add CPU time that neither side caused.
        var bytes = GC.GetTotalMemory(forceFullCollection: false) - before;
        var lines = (await Task.WhenAll(streams)).Sum();
        return new StreamCost((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / lines, bytes);
    }
}
