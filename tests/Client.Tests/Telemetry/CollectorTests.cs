using System.Diagnostics;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Client.Telemetry;
using AgentLoad.Measurement.Exposition;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Telemetry;

/// <summary>Tests of the metrics collector: correctness and bounded cardinality.</summary>
public sealed partial class CollectorTests : IDisposable
{
    private readonly WorkMetrics _work = new();
    private readonly MetricsCollector _collector;

    public CollectorTests()
    {
        _collector = new MetricsCollector(_work);
        _work.ShowZeros();
    }

    [Fact]
    public void Read_AfterCalls_ReturnsCountsSumsAndBuckets()
    {
        _work.AgentCame();
        _work.AgentCame();
        _work.TaskStarted();
        _work.CallStarted();
        _work.CallEnded(Call(1, "m", 0.3));
        _work.CallStarted();
        _work.CallEnded(Call(2, "m", 30));

        Value("gen_ai_client_operation_duration_seconds", "_count").ShouldBe(2);
        Value("gen_ai_client_operation_duration_seconds", "_sum").ShouldBe(30.3, 1e-9);
        var buckets = Family("gen_ai_client_operation_duration_seconds")
            .Samples.Where(s => s.Suffix == "_bucket")
            .ToDictionary(s => s.Labels[^1].Value, s => s.Value);
        buckets["0.16"].ShouldBe(0);
        buckets["0.32"].ShouldBe(1);
        buckets["20.48"].ShouldBe(1);
        buckets["40.96"].ShouldBe(2);
        buckets["+Inf"].ShouldBe(2);
        Value("gen_ai_client_token_usage", "_sum", ("gen_ai_token_type", "input")).ShouldBe(200);
        Value("gen_ai_client_operation_time_per_output_chunk_seconds", "_count").ShouldBe(4);
        Value("agentload_calls_active", "").ShouldBe(0);
        Value("agentload_agents", "", ("agentload_state", "working")).ShouldBe(1);
        Value("agentload_agents", "", ("agentload_state", "waiting")).ShouldBe(1);
        Value("agentload_calls_retried_total", "").ShouldBe(0);
    }

    [Fact]
    public void Read_AfterThousandsOfNames_StaysBounded()
    {
        for (var i = 0; i < 20_000; i++)
        {
            // Hostile names: quotes, line breaks, braces, an unpaired surrogate, kilobytes of text.
            var name = $"{i}\"}} 1\n# EOF\r\\{'\ud83d'}{new string('x', i % 2000)}";
            _work.CallEnded(Call(1, $"model-{name}", 0.1, $"http://e{i % 997}", (CallOutcome)(i % 11)));
            _work.TaskEnded(new EndedTask(Task($"group-{name}", $"strategy-{i % 777}"), RunClock.StartNow(TimeProvider.System), false));
        }

        _collector
            .Read()
            .ShouldAllBe(family =>
                family.Samples.Count(s => s.Suffix != "_bucket") <= 2 * (Client.Telemetry.InstrumentMetrics.MaxSeries + 1)
            );
        Value("gen_ai_client_operation_duration_seconds", "_count").ShouldBe(20_000);
        Value("gen_ai_invoke_agent_duration_seconds", "_count").ShouldBe(20_000);
        var text = MetricsText.Write(_collector.Read(), openMetrics: true);
        text.Length.ShouldBeLessThan(20_000_000);
        text.Split('\n')[..^1].ShouldAllBe(line => line.StartsWith('#') || Line().IsMatch(line));
        text.Split("# EOF\n").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Read_DuringConcurrentMeasurements_LosesNoMeasurement()
    {
        await System.Threading.Tasks.Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(thread =>
                    System.Threading.Tasks.Task.Run(() =>
                    {
                        for (var i = 0; i < 5000; i++)
                        {
                            _work.CallEnded(Call(1, $"m{i % 5}", 0.1));
                            if (i % 100 == 0)
                            {
                                _collector.Read().ShouldNotBeEmpty();
                            }
                        }
                    })
                )
        );
        Value("gen_ai_client_operation_duration_seconds", "_count").ShouldBe(20_000);
    }

    [Fact]
    public void Write_OfATracedTask_AddsExemplars()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TaskSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var spans = new TaskSpans(new TraceChoice(1));
        string? trace = null;
        var telemetry = new WorkTelemetry(_work, spans, _ => trace = Activity.Current?.TraceId.ToHexString());
        telemetry.CallEnded(Call(1, "m", 1));
        telemetry.TaskEnded(new EndedTask(Task("g", "s"), RunClock.StartNow(TimeProvider.System), false));

        trace.ShouldNotBeNull();
        var open = MetricsText.Write(_collector.Read(), openMetrics: true);
        foreach (
            var (metric, bucket) in new[]
            {
                ("gen_ai_invoke_agent_duration_seconds", "2.5"),
                ("gen_ai_client_operation_duration_seconds", "1.28"),
                ("gen_ai_client_operation_time_to_first_chunk_seconds", "0.06"),
            }
        )
        {
            open.Split('\n')
                .Where(line =>
                    line.StartsWith($"{metric}_bucket", StringComparison.Ordinal)
                    && line.Contains($"trace_id=\"{trace}\"", StringComparison.Ordinal)
                )
                .ShouldHaveSingleItem(metric)
                .ShouldContain($"le=\"{bucket}\"");
        }

        open.ShouldEndWith("# EOF\n");
        open.ShouldContain("# TYPE agentload_calls_retried counter\n");
        MetricsText.Write(_collector.Read(), openMetrics: false).ShouldNotContain("trace_id");
    }

    [Fact]
    public void Write_OfSpecialCharacters_EscapesThem()
    {
        _work.CallEnded(Call(1, "a\"b\\c\nd", 0.1));
        MetricsText.Write(_collector.Read(), openMetrics: false).ShouldContain("gen_ai_request_model=\"a\\\"b\\\\c\\nd\"");
    }

    [Theory]
    [
        InlineData("8080", "127.0.0.1", 8080),
        InlineData("*:8080", null, 8080),
        InlineData("10.1.2.3:0", "10.1.2.3", 0),
        InlineData("[::1]:9", "::1", 9)
    ]
    public void ListenAddress_Valid_IsParsed(string text, string? address, int port)
    {
        ListenAddress.TryParse(text, out var listen).ShouldBeTrue();
        listen!.Address?.ToString().ShouldBe(address);
        listen.Port.ShouldBe(port);
    }

    [Theory, InlineData("x"), InlineData("70000"), InlineData("-1"), InlineData("host:80"), InlineData("1.2.3.4:"), InlineData("")]
    public void ListenAddress_Invalid_IsRejected(string text) => ListenAddress.TryParse(text, out _).ShouldBeFalse();

    public void Dispose()
    {
        _collector.Dispose();
        _work.Dispose();
    }

    private static StepRecord Call(
        int id,
        string model,
        double latency,
        string endpoint = "http://e",
        CallOutcome outcome = CallOutcome.Completed
    ) =>
        new()
        {
            Id = id,
            Key = $"k{id}",
            Kind = StepKind.Call,
            Name = "act",
            Asked = 1,
            Sent = 1,
            End = 1 + latency,
            Call = new CallRecord
            {
                Endpoint = endpoint,
                Model = model,
                Outcome = outcome,
                PromptTokens = 100,
                CompletionTokens = 10,
                Ttft = 0.05,
                ChunkGaps = [0.01f, 0.02f],
            },
        };

    private static TaskRecord Task(string group, string strategy) =>
        new()
        {
            Id = 1,
            Agent = 1,
            Group = group,
            Problem = "p",
            ProblemId = "p/1",
            Strategy = strategy,
            IntendedStart = 1,
            Start = 1,
            End = 3,
            State = TaskState.Solved,
            Steps = [Call(1, "m", 1)],
        };

    private MetricFamily Family(string name) => _collector.Read().Single(family => family.Name == name);

    private double Value(string name, string suffix, params (string Name, string Value)[] labels) =>
        Family(name)
            .Samples.Where(s => s.Suffix == suffix && labels.All(label => s.Labels.Contains(new(label.Name, label.Value))))
            .Sum(s => s.Value);

    [System.Text.RegularExpressions.GeneratedRegex("""^[a-z_]+(?:\{(?:\w+="(?:[^"\\]|\\[n"\\])*",?)*\})? [^ ]+$""")]
    private static partial System.Text.RegularExpressions.Regex Line();
}
