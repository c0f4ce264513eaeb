namespace AgentLoad.ClientCost;

/// <summary>The load: how many streams at once, lines of each, and the time between two lines of a stream.</summary>
internal sealed record Shape(int Streams, int Lines, TimeSpan Interval)
{
    public static Shape Parse(string[] args) =>
        new(Value(args, "--streams", 500), Value(args, "--lines", 300), TimeSpan.FromMilliseconds(Value(args, "--interval-ms", 20)));

    public string[] ToArguments() => ["--streams", $"{Streams}", "--lines", $"{Lines}", "--interval-ms", $"{Interval.TotalMilliseconds}"];

    private static int Value(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1]) : otherwise;
}
