using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Testing.Reports;

/// <summary>Random records, with whatever a model may say in them.</summary>
internal static class Cases
{
    private static readonly string[] Strings =
    [
        "",
        "plain",
        "tab\tand\nline",
        "'quoted' \"twice\" --;",
        "\0zero\0",
        "ümläut 漢字 🚀",
        new('x', 5000),
    ];

    public static RunFacts Facts(string name = "demo") =>
        new()
        {
            Name = name,
            Id = "not yet known",
            Workload = "demo workload",
            StartedUtc = new DateTimeOffset(2026, 3, 4, 7, 6, 7, TimeSpan.FromHours(2)),
            Simulated = true,
            Endpoints = [new EndpointFacts("sim", "http://127.0.0.1:1", "ollama", "llama3.1:8b", true)],
            Seed = 42,
            Agents = 3,
            PlannedTasks = 10,
            DurationSeconds = 0,
            WindowStartSeconds = 0,
            WindowEndSeconds = 0,
        };

    public static RunSnapshot Snapshot(double at) =>
        new()
        {
            ElapsedSeconds = at,
            PlannedTasks = 10,
            StartedTasks = 7,
            EndedTasks = 5,
            ByState = Enum.GetValues<TaskState>().ToDictionary(state => state, state => (long)state),
            ActiveAgents = 2,
            CallsInFlight = 4,
            EndedCalls = 30,
            ByOutcome = Enum.GetValues<CallOutcome>().ToDictionary(outcome => outcome, outcome => (long)outcome),
            PromptTokens = 1000,
            CompletionTokens = 200,
            TtftP50Seconds = 0.2,
        };

    public static TaskRecord Task(Random random, long id, int attempt = 1, int maxSteps = 12) =>
        new()
        {
            Id = id,
            Attempt = attempt,
            Agent = random.Next(1000),
            Group = Text(random),
            Problem = Text(random),
            ProblemId = Text(random),
            Strategy = random.Next(2) == 0 ? "tot" : "direct",
            IsBaseline = random.Next(2) == 0,
            HasVerifier = random.Next(2) == 0,
            IntendedStart = random.NextDouble(),
            Start = random.NextDouble() * 1e6,
            End = random.NextDouble() * 1e6,
            State = Any<TaskState>(random),
            Answer = Maybe(random, Text),
            Score = Seconds(random),
            Error = Maybe(random, Text),
            ParseFailures = random.Next(5),
            Steps = [.. Enumerable.Range(1, random.Next(maxSteps + 1)).Select(step => Step(random, step))],
        };

    private static StepRecord Step(Random random, int id) =>
        new()
        {
            Id = id,
            Key = $"L{id}/{Text(random)}",
            Kind = Any<StepKind>(random),
            Name = Text(random),
            After = Ids(random, id),
            Uses = Ids(random, id),
            Asked = random.NextDouble(),
            Sent = random.NextDouble(),
            End = random.NextDouble(),
            Call = random.Next(4) == 0 ? null : Call(random),
            ToolError = Maybe(random, Text),
            Score = Seconds(random),
            OnAnswerPath = random.Next(2) == 0,
            OnCriticalPath = random.Next(2) == 0,
        };

    private static CallRecord Call(Random random) =>
        new()
        {
            Endpoint = Text(random),
            Model = Text(random),
            Outcome = Any<CallOutcome>(random),
            HttpStatus = Count(random),
            Error = Maybe(random, Text),
            RetryOf = Count(random),
            Ttft = Seconds(random),
            Ttfo = Seconds(random),
            LastChunk = Seconds(random),
            ChunkGaps = [.. Enumerable.Range(0, random.Next(20)).Select(_ => random.NextSingle())],
            Images = random.Next(5),
            PromptTokens = Count(random),
            CachedTokens = Count(random),
            CompletionTokens = Count(random),
            ReasoningTokens = Count(random),
            ResentTokens = Count(random),
            RequestedTokens = random.Next(),
            Provenance = Any<TokenProvenance>(random),
            ServerQueue = Seconds(random),
            ServerLoad = Seconds(random),
            ServerPrefill = Seconds(random),
            ServerDecode = Seconds(random),
        };

    private static int[] Ids(Random random, int below) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(1, below + 1))];

    private static string Text(Random random) => Strings[random.Next(Strings.Length)];

    private static string? Maybe(Random random, Func<Random, string> make) => random.Next(2) == 0 ? null : make(random);

    private static int? Count(Random random) => random.Next(3) == 0 ? null : random.Next();

    private static double? Seconds(Random random) => random.Next(3) == 0 ? null : random.NextDouble() * random.Next(1000);

    private static T Any<T>(Random random)
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];
}
