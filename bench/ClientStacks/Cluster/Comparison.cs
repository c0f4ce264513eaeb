using System.Diagnostics;
using AgentLoad.ClientCost;

namespace AgentLoad.ClientStacks.Cluster;

/// <summary>
/// What each stack costs, from two loads: many streams of two lines, which is a call with hardly a reply, and many of more. The
/// difference gives the cost of a chunk. Rounds take turns, so that what else the machine does falls on all stacks alike.
/// </summary>
internal static class Comparison
{
    private const int FewLines = 2;
    private const int WarmUp = 2;
    private const int Rounds = 5;

    // CPU time is counted in steps of 10 ms: short streams must be many.
    private const int Repeats = 40;

    public static async Task RunAsync(string[] args)
    {
        var many = Shape.Parse(args);
        var few = many with { Lines = FewLines };
        using var short_ = Start(few);
        using var long_ = Start(many);
        var stacks = Stacks.To(await PortAsync(short_)).Zip(Stacks.To(await PortAsync(long_))).ToList();
        var costs = stacks.Select(_ => (Call: new List<double>(), Chunk: new List<double>())).ToList();
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            for (var i = 0; i < stacks.Count; i++)
            {
                var atFew = await PerStreamAsync(few, Repeats, stacks[i].First.CallAsync);
                var atMany = await PerStreamAsync(many, 1, stacks[i].Second.CallAsync);
                var chunk = (atMany - atFew) / (many.Lines - few.Lines);

                // The first rounds are not warm: code is still being compiled.
                if (round >= WarmUp)
                {
                    costs[i].Chunk.Add(chunk);
                    costs[i].Call.Add(atFew);
                }
            }
        }

        Console.WriteLine(
            $"{many.Streams} streams at once, {FewLines} and {many.Lines} lines, one every {many.Interval.TotalMilliseconds} ms; client CPU, median of {Rounds} rounds"
        );
        Console.WriteLine($"{"stack", -34}{"call, µs", 10}{"ratio", 8}{"chunk, µs", 12}{"ratio", 8}");
        for (var i = 0; i < stacks.Count; i++)
        {
            var (call, chunk) = (Median(costs[i].Call), Median(costs[i].Chunk));
            Console.WriteLine(
                $"{stacks[i].First.Name, -34}{call, 10:0}{call / Median(costs[0].Call), 8:0.00}{chunk, 12:0.0}{chunk / Median(costs[0].Chunk), 8:0.00}"
            );
        }

        short_.StandardInput.Close();
        long_.StandardInput.Close();
        await Task.WhenAll(short_.WaitForExitAsync(), long_.WaitForExitAsync());
    }

    /// <summary>CPU time of this process per stream, in microseconds.</summary>
    private static async Task<double> PerStreamAsync(Shape shape, int repeats, Func<Task> call)
    {
        GC.Collect();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < repeats; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, shape.Streams).Select(_ => call()));
        }

        return (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / shape.Streams / repeats;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static Process Start(Shape shape)
    {
        string[] entry = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        return Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [.. entry, "--serve", .. shape.ToArguments()])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
    }

    private static async Task<int> PortAsync(Process server) => int.Parse((await server.StandardOutput.ReadLineAsync())!);
}
