using System.CommandLine;
using System.Globalization;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.ClientCost;

/// <summary>The load of streamed replies.</summary>
/// <param name="Streams">Concurrent streams.</param>
/// <param name="Lines">Lines of each stream.</param>
/// <param name="Interval">Time between two lines of a stream.</param>
internal sealed record StreamShape(int Streams, int Lines, TimeSpan Interval)
{
    private static readonly Option<int> StreamsOption = BenchmarkCommand.Number("--streams", 500, "Concurrent streams. (default 500)");
    private static readonly Option<int> LinesOption = BenchmarkCommand.Number("--lines", 300, "Lines of each stream. (default 300)");
    private static readonly Option<int> IntervalOption = BenchmarkCommand.Number(
        "--interval-ms",
        20,
        "Milliseconds between two lines of a stream. (default 20)"
    );

    /// <summary>The options that set it.</summary>
    public static IReadOnlyList<Symbol> Options => [StreamsOption, LinesOption, IntervalOption];

    /// <summary>Reads the options.</summary>
    public static StreamShape Read(ParseResult parsed) =>
        new(parsed.GetValue(StreamsOption), parsed.GetValue(LinesOption), TimeSpan.FromMilliseconds(parsed.GetValue(IntervalOption)));

    /// <summary>Reads what <see cref="ToArguments"/> returned.</summary>
    public static StreamShape Parse(string[] args) => new(Number(args[0]), Number(args[1]), TimeSpan.FromMilliseconds(Number(args[2])));

    /// <summary>Returns the arguments of a child process.</summary>
    public string[] ToArguments() => [$"{Streams}", $"{Lines}", $"{(int)Interval.TotalMilliseconds}"];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
