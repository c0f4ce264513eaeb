using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands.Run;
using AgentLoad.Client.Commands.Run.Fitting;
using AgentLoad.Client.Live;
using AgentLoad.Client.Live.Terminal;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Run;

public sealed class FittingTests
{
    private const double PrefillSeconds = 0.05;
    private const double ReplySeconds = 1;

    [Theory]
    [InlineData(1, 4, false)]
    [InlineData(4, 16, false)]
    [InlineData(10, 16, false)]
    [InlineData(16, 64, false)]
    [InlineData(64, 64, true)]
    [InlineData(500, 64, true)]
    public async Task MeasureAsync_ServerWithSlots_CountsTheCallsThatRunConcurrently(int slots, int calls, bool isAtLeast)
    {
        var server = new SlotServer(slots);

        var capacity = await new ServerProbe(server, "m", TimeProvider.System).MeasureAsync(null, TestContext.Current.CancellationToken);

        (capacity.Slots, capacity.ProbedCalls, capacity.IsAtLeast).ShouldBe((Math.Min(slots, ServerProbe.MaxCalls), calls, isAtLeast));
        capacity.TokensPerSecond.ShouldBe(capacity.Slots * 24 / (PrefillSeconds + ReplySeconds), 1e-3 * capacity.Slots);
        capacity.PrefillSecondsPerToken!.Value.ShouldBe(PrefillSeconds / 10, 1e-6);
    }

    [Fact]
    public async Task MeasureAsync_SlotsOfTheUser_MakesThatManyCalls()
    {
        var server = new SlotServer(4);

        var capacity = await new ServerProbe(server, "m", TimeProvider.System).MeasureAsync(6, TestContext.Current.CancellationToken);

        (capacity.Slots, capacity.ProbedCalls, server.Calls).ShouldBe((6, null, 2 + 6));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(64)]
    public void Of_DefaultWorkload_PutsAboutTwoCallsPerSlotInFlightForAMinute(int slots)
    {
        var workload = WorkloadFile.Parse(DefaultWorkload.Text, "default", WorkloadInputs.Default).Workload!;
        TaskMetrics[] sample = [Task(1), Task(slots), Task(3 * slots)];
        var capacity = new ServerCapacity(slots, 16, false, 50 * slots, 0.001);

        var fit = LoadFit.Of(LoadFit.Narrow(workload, slots), new FitSettings(true, true, true), capacity, sample);

        var load = fit.Workload.Load;
        (load.Agents * sample.Average(task => task.PeakCalls)).ShouldBeInRange(2 * slots, (2 * slots) + (4 * slots / 3.0) + 1);
        load.Duration.ShouldBe(LoadFit.MaxTime);
        (load.Tasks % workload.Groups.Count).ShouldBe(0);
        fit.Tasks.ShouldBe(load.Tasks);
        (load.Tasks == workload.Groups.Count || fit.Seconds <= 60).ShouldBeTrue();
        fit.Calls.ShouldBeGreaterThan(load.Tasks!.Value);
        fit.Workload.Groups.Single(g => g.Name == "tree-of-thoughts").Strategy.Values.ContainsKey("breadth").ShouldBe(slots < 32);
    }

    [Fact]
    public void LogView_AfterAMinute_WritesATableOfTheStrategies()
    {
        var table = LiveText
            .Table([
                new GroupProgress(new RowKey("react", "multihop", "react", false), 12, 12, 6, 3.5, 1200, 2.5),
                new GroupProgress(new RowKey("react", "multihop", "direct", true), 0, 0, 0, null, null, null),
            ])
            .ToArray();

        table.Length.ShouldBe(3);
        table[0].ShouldStartWith("so far");
        table[1].ShouldMatch(@"^react +12 +50% +3.5 +1,200 +2.5 s$");
        table[2].ShouldStartWith("one call · multihop");
        table.Select(DisplayWidth.Of).Distinct().ShouldHaveSingleItem();
    }

    private static TaskMetrics Task(int peak)
    {
        var steps = Enumerable
            .Range(0, peak)
            .Select(i => new StepRecord
            {
                Id = i,
                Key = $"{i}",
                Name = "call",
                Kind = StepKind.Call,
                Asked = 0,
                Sent = 0,
                End = 1,
                Call = new CallRecord
                {
                    Endpoint = "e",
                    Model = "m",
                    Outcome = CallOutcome.Completed,
                    PromptTokens = 100,
                    CompletionTokens = 50,
                    Provenance = TokenProvenance.Server,
                },
            });
        return TaskMetrics.Of(
            new TaskRecord
            {
                Id = 1,
                Agent = 1,
                Group = "g",
                Problem = "p",
                ProblemId = "p/1",
                Strategy = "s",
                IntendedStart = 0,
                Start = 0,
                End = 1,
                State = TaskState.Solved,
                Steps = [.. steps],
            }
        );
    }

    /// <summary>A server in virtual time: calls that are made together start together, as many as there are slots.</summary>
    private sealed class SlotServer(int slots) : IModelClient
    {
        private readonly double[] _freeAt = new double[slots];

        public int Calls { get; private set; }

        public string Endpoint => "http://slots";

        public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
        {
            Calls++;
            if (request.Messages[0].Content.StartsWith("1:", StringComparison.Ordinal))
            {
                Array.Clear(_freeAt);
            }

            var slot = Array.IndexOf(_freeAt, _freeAt.Min());
            var start = _freeAt[slot];
            var isLong = request.Messages[0].Content.Length > 200;
            var first = start + (isLong ? 2 * PrefillSeconds : PrefillSeconds);
            var isShort = request.Options.MaxTokens == 1;

            // The first two calls are alone; the calls of a wave are made before any of them is awaited.
            if (Calls > 2)
            {
                _freeAt[slot] = first + ReplySeconds;
            }

            return System.Threading.Tasks.Task.FromResult(
                new CallResult
                {
                    Endpoint = Endpoint,
                    Outcome = CallOutcome.Completed,
                    Sent = 0,
                    FirstChunk = Ticks(first),
                    End = Ticks(first + ReplySeconds),
                    PromptTokens = isLong ? 20 : 10,
                    CompletionTokens = isShort ? 1 : 24,
                }
            );
        }

        public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Dispose() { }

        private static long Ticks(double seconds) => (long)(seconds * TimeProvider.System.TimestampFrequency);
    }
}
