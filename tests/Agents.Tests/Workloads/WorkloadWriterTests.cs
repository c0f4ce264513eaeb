using System.Text.Json;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

public sealed class WorkloadWriterTests
{
    [Fact]
    public void Write_ReadBack_EqualsTheWorkload()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var workload = RandomWorkload(new Random(seed));
            var text = WorkloadWriter.Write(workload);
            var result = WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs());

            result.Lines.ShouldBeEmpty(text);
            JsonSerializer.Serialize(result.Workload).ShouldBe(JsonSerializer.Serialize(workload), text);
        }
    }

    [Theory]
    [InlineData("{duration: 10s, arrivals: {rate: 2/s}}")]
    [InlineData("{duration: 10s, agents: 7, arrivals: {rate: 2/s, process: gamma, burstiness: 3}}")]
    [InlineData("{arrivals: {stages: [{rate: 2/s, for: 5s}, {rate: 9/s, for: 5s, ramp: true}]}}")]
    [InlineData("{duration: 10s, arrivals: {rate: 2/s, curve: {kind: day, period: 5s}}}")]
    public void Write_OpenLoop_IsReadBackUnchanged(string load)
    {
        var read = WorkloadFile.Parse(
            $"groups: [{{problem: game24, strategy: self-consistency}}]\nload: {load}",
            "w.yaml",
            Catalogues.Inputs()
        );
        read.Lines.ShouldBeEmpty();

        var again = WorkloadFile.Parse(WorkloadWriter.Write(read.Workload!, Catalogues.Inputs()), "w.yaml", Catalogues.Inputs());

        again.Lines.ShouldBeEmpty();
        JsonSerializer.Serialize(again.Workload!.Load).ShouldBe(JsonSerializer.Serialize(read.Workload!.Load));
    }

    [Fact]
    public void Write_Secrets_AreRedacted()
    {
        var text = WorkloadWriter.Write(
            new Workload
            {
                Endpoints = new Dictionary<string, EndpointGroup>
                {
                    ["default"] = new()
                    {
                        Urls = [new("http://me:hush@h:1/v1")],
                        Model = "m",
                        ApiKey = new Secret("BIG_KEY", "sk-hush"),
                    },
                },
            }
        );

        text.ShouldNotContain("hush");
        text.ShouldContain("apiKey: \"${BIG_KEY}\"");
        text.ShouldContain("***@h:1/v1");
    }

    [Fact]
    public void Write_WithCatalogs_IncludesDefaults()
    {
        var workload = new Workload
        {
            Groups =
            [
                new()
                {
                    Name = "s",
                    Problem = Choice("game24"),
                    Strategy = Choice("self-consistency"),
                },
            ],
        };

        WorkloadWriter.Write(workload, Catalogues.Inputs()).ShouldContain("samples: 40");
    }

    [Fact]
    public void Write_WithCatalogs_IncludesDefaultsOfNestedStrategies()
    {
        var workload = new Workload
        {
            Groups =
            [
                new()
                {
                    Name = "s",
                    Problem = Choice("game24"),
                    Strategy = Choice("team", ("worker", Choice("team"))),
                },
            ],
        };

        WorkloadWriter
            .Write(workload, Catalogues.Inputs())
            .ReplaceLineEndings("\n")
            .ShouldContain(
                """
                    strategy:
                      kind: team
                      size: 2
                      worker:
                        kind: team
                        size: 2
                        worker:
                          kind: self-consistency
                          samples: 3
                          temperature: 0.7
                """
            );
    }

    private static Choice Choice(string name, params (string, object)[] values) =>
        new(name, values.ToDictionary(v => v.Item1, v => v.Item2));

    private static Workload RandomWorkload(Random random) =>
        new()
        {
            Name = Pick(random, "run", "Ünïcode 7", "1", "a.b-c"),
            Seed = random.NextInt64(),
            Endpoints =
                random.Next(2) == 0
                    ? new Dictionary<string, EndpointGroup>()
                    : new() { ["default"] = Endpoint(random), ["big"] = Endpoint(random) },
            Groups = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => Group(random, i))],
            Load = new()
            {
                Agents = random.Next(1, 1000),
                Tasks = random.Next(1, 1000),
                Duration = random.Next(2) == 0 ? null : Span(random) + TimeSpan.FromHours(200),
                Grace = Span(random),
                Ramp = TimeSpan.FromSeconds(random.Next(9)),
                Warmup = TimeSpan.FromTicks(random.Next(99999)),
            },
            Baseline = Math.Round(random.NextDouble(), random.Next(1, 15)),
            Slo = random.Next(2) == 0 ? [] : ["task.latency:p95:le:30s", "call.ttft:p99:le:800ms"],
            Node = new()
            {
                Profile = "cpu-3b",
                Slots = Maybe(random, 4),
                Skill = random.NextDouble(),
                Faults = random.Next(2) == 0 ? [] : ["overload=0.01"],
                Api = Pick(random, ModelApi.Ollama, ModelApi.OpenAI, ModelApi.OllamaSharp),
            },
        };

    private static EndpointGroup Endpoint(Random random) => Endpoint(random, Pick(random, Enum.GetValues<ModelApi>()));

    private static EndpointGroup Endpoint(Random random, ModelApi api) =>
        new()
        {
            Client = api is ModelApi.ChatClient ? new UserType(Path.GetFullPath("My Agents.dll"), "A.B+C") : null,
            Urls = [.. Enumerable.Range(1, random.Next(1, 4)).Select(i => new Uri($"http://h{i}:11434/v1"))],
            Api = api,
            Model = Pick(
                random,
                "llama3.1:8b",
                "a\"b\\c",
                "x: y",
                " # ",
                "${NOT}",
                "$${NOT}",
                "null",
                "~",
                "{a}",
                "é漢😀\u0085",
                "- x",
                "true",
                "'"
            ),
            Routing = Pick(random, Enum.GetValues<Routing>()),
            ContextLength = Maybe(random, 8192),
            Prices =
                random.Next(2) == 0
                    ? null
                    : new()
                    {
                        Prompt = random.NextDouble(),
                        Cached = random.Next(2) == 0 ? null : 0.1,
                        Completion = 15,
                    },
        };

    private static AgentGroup Group(Random random, int i) =>
        new()
        {
            Name = $"group {i}",
            Weight = random.NextDouble() + 1e-9,
            Problem = Pick(random, Choice("game24"), Choice("multihop", ("hops", 3L), ("latency", "lognormal 200ms 0.5"))),
            Agent =
                i == 2
                    ? new()
                    {
                        Assembly = Path.GetFullPath("my agents.dll"),
                        Type = "A.B",
                        Steps = random.Next(1, 9),
                        Timeout = TimeSpan.FromSeconds(random.Next(1, 99)),
                    }
                    : null,
            Strategy =
                i == 2
                    ? Choice("B")
                    : Pick(
                        random,
                        Choice("direct"),
                        Choice("self-consistency", ("temperature", random.NextDouble())),
                        Choice("tree-of-thoughts", ("prune", false), ("order", "first")),
                        Choice("team", ("size", 3L), ("worker", Choice("team", ("worker", Choice("self-consistency", ("samples", 7L)))))),
                        Choice("team", ("worker", Choice("direct")))
                    ),
            IsShaped = i == 1,
            DrivingProfile = i == 1 && random.Next(2) == 0 ? "tot-game24" : null,
            Options = new()
            {
                Temperature = random.Next(2) == 0 ? null : random.NextDouble(),
                MaxTokens = Maybe(random, 9),
                Think = random.Next(2) == 0 ? null : ThinkLevel.Max,
                KeepAlive = random.Next(2) == 0 ? null : "-1",
            },
            ThinkTime = Span(random),
            Deadline = Span(random) + TimeSpan.FromSeconds(1),
            Budget = new()
            {
                Tokens = random.Next(2) == 0 ? null : 5,
                Calls = Maybe(random, 7),
                Time = random.Next(2) == 0 ? null : TimeSpan.FromMilliseconds(1.5),
                Money = random.Next(2) == 0 ? null : random.NextDouble() + 1e-9,
            },
            Roles = random.Next(2) == 0 ? new Dictionary<string, RoleSettings>() : Roles(random),
            Retry = new()
            {
                Attempts = random.Next(5),
                Delay = Span(random),
                On = random.Next(2) == 0 ? [] : [CallOutcome.TimedOut, CallOutcome.Incomplete],
            },
        };

    private static Dictionary<string, RoleSettings> Roles(Random random) =>
        new()
        {
            ["large"] = new(),
            ["critic"] = new()
            {
                Model = random.Next(2) == 0 ? null : "m",
                Options = new() { MaxTokens = Maybe(random, 3) },
            },
        };

    private static TimeSpan Span(Random random) =>
        random.Next(3) switch
        {
            0 => TimeSpan.Zero,
            1 => TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerDay)),
            _ => TimeSpan.FromMinutes(random.Next(1000)),
        };

    private static int? Maybe(Random random, int value) => random.Next(2) == 0 ? null : value;

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
