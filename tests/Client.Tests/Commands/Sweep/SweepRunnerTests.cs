using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Sweep;
using AgentLoad.Client.Results;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Sweep;

/// <summary>Sweeps over a queueing model: verdicts and exit codes do not depend on the speed of the machine.</summary>
public sealed class SweepRunnerTests : IDisposable
{
    private static readonly QueueModel TwoSlots = new(Slots: 2, ServiceSeconds: 0.5);

    private readonly EmptyFolder _folder = new();
    private readonly CancellationTokenSource _drain = new();
    private readonly List<string> _lines = [];

    [Fact]
    public async Task Ladder_MoreAgentsThanSlots_FindsTheKneeAtTheSlots()
    {
        var outcome = await RunAsync(Ladder(1, 2, 8), "call.server_queue:p50:le:20ms", _ => TwoSlots);

        var result = outcome.Result;
        (result.Knee, result.FirstFailed, result.Complete, result.Steps.Count).ShouldBe((2, 8, true, 3));
        (outcome.ExitCode, result.LimitingResource).ShouldBe((ExitCode.Success, "queue"));
        result.Steps[^1].TasksPerSecond.ShouldBe(4, 0.1);
        foreach (var step in result.Steps)
        {
            File.Exists(Path.Combine(_folder.Path, step.Run, RunFolder.DatabaseName)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Search_ByRate_BracketsTheCapacity()
    {
        // Four slots of half a second serve eight tasks per second.
        var outcome = await RunAsync(Search(byRate: true), "task.latency:p95:le:2s", _ => new QueueModel(4, 0.5));

        var result = outcome.Result;
        outcome.ExitCode.ShouldBe(ExitCode.Success);
        result.Knee.ShouldNotBeNull().ShouldBeInRange(6, 8.2);
        result.FirstFailed.ShouldNotBeNull().ShouldBeInRange(result.Knee.Value, result.Knee.Value * 1.11);
        result.Steps.ShouldContain(step => !step.Met);
    }

    [Fact]
    public async Task Search_ByAgents_BracketsTheSlots()
    {
        var outcome = await RunAsync(Search(byRate: false), "call.server_queue:p95:le:20ms", _ => new QueueModel(11, 0.5));

        (outcome.Result.Knee, outcome.ExitCode).ShouldBe((11, ExitCode.Success));
    }

    [Fact]
    public async Task Search_NoLevelMeetsTheSlo_StopsEarly()
    {
        var outcome = await RunAsync(Search(byRate: false) with { Start = 4 }, "task.latency:p50:le:1ms", _ => new QueueModel(64, 0.5));

        (outcome.ExitCode, outcome.Result.Knee).ShouldBe((ExitCode.SloFailed, null));
        outcome.Result.Steps.Count.ShouldBe(2);
        outcome.Result.Notes.ShouldHaveSingleItem().ShouldStartWith("Reducing the load does not help");
    }

    [Fact]
    public async Task Search_SloWithoutValues_StopsEarly()
    {
        // A reply of one token has no time between tokens.
        var outcome = await RunAsync(Search(byRate: false), "call.tpot:p95:le:1s", _ => TwoSlots with { CompletionTokens = 1 });

        outcome.ExitCode.ShouldBe(ExitCode.SloFailed);
        outcome.Result.Notes.ShouldHaveSingleItem().ShouldStartWith("No values were measured for call.tpot:p95:le:1s");
    }

    [Fact]
    public async Task Ladder_LoadGeneratorOutOfCpu_IsInvalid()
    {
        var model = new QueueModel(1000, 0.5) { ClientCapacity = 10 };
        var outcome = await RunAsync(Ladder(1, 4, 16), "task.latency:p95:le:5s", _ => model);

        (outcome.ExitCode, outcome.Result.Knee, outcome.Result.ClientLimited).ShouldBe((ExitCode.Invalid, 4, 16));
        outcome.Result.Steps[^1].Invalid.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Ladder_ServerDiesDuringAStep_DiscardsTheStep()
    {
        var outcome = await RunAsync(
            Ladder(1, 2, 4),
            "task.latency:p95:le:5s",
            step => step < 2 ? TwoSlots : TwoSlots with { Fails = true }
        );

        (outcome.ExitCode, outcome.ServerUnreachable).ShouldBe((ExitCode.Failure, true));
        (outcome.Result.Knee, outcome.Result.FirstFailed, outcome.Result.Steps.Count).ShouldBe((1, null, 2));
        outcome.Result.Notes.ShouldHaveSingleItem().ShouldContain("no longer answers");
    }

    [Fact]
    public async Task Ladder_ServerUnreachableBeforeAStep_KeepsTheStepsBefore()
    {
        var outcome = await RunAsync(
            Ladder(1, 2, 4),
            "task.latency:p95:le:5s",
            step => step < 3 ? TwoSlots : TwoSlots with { Unreachable = "No server answers." }
        );

        outcome.ExitCode.ShouldBe(ExitCode.Failure);
        (outcome.Result.Knee, outcome.Result.Steps.Count).ShouldBe((2, 2));
        outcome.Result.Notes.ShouldBe(["No server answers. The sweep ends before step 3."]);
    }

    [Fact]
    public async Task Ladder_StoppedDuringAStep_KeepsTheStepsBefore()
    {
        var outcome = await RunAsync(
            Ladder(1, 2, 4),
            "task.latency:p95:le:5s",
            _ => TwoSlots,
            step =>
            {
                if (step == 2)
                {
                    _drain.Cancel();
                }
            }
        );

        (outcome.ExitCode, outcome.Stopped).ShouldBe((ExitCode.Failure, true));
        outcome.Result.Steps.ShouldHaveSingleItem().Level.ShouldBe(1);
        outcome.Result.Notes.ShouldBe(["Stopped by the user during step 2, which is not counted."]);
    }

    [Fact]
    public async Task Ladder_EachStep_IsSavedBeforeTheNextStarts()
    {
        var saved = new List<(bool Complete, int Steps)>();
        await RunAsync(
            Ladder(1, 2),
            "task.latency:p95:le:5s",
            _ => TwoSlots,
            step =>
            {
                if (step > 1 && SweepFolder.Read(_folder.Path) is { } result)
                {
                    saved.Add((result.Complete, result.Steps.Count));
                }
            }
        );

        saved.ShouldBe([(false, 1)]);
        _lines[0].ShouldBe("Step 1: 1 agents for 35 s ...");
    }

    [Fact]
    public async Task Ladder_TasksLongerThanTheWarmup_ExtendTheNextWarmup()
    {
        var outcome = await RunAsync(Ladder(1, 2), "task.latency:p95:le:15s", _ => new QueueModel(2, 9));

        outcome.Result.Steps.Select(step => step.WarmupSeconds).ShouldBe([5, 9]);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _drain.Dispose();
    }

    private Task<SweepOutcome> RunAsync(SweepPlan plan, string slo, Func<int, QueueModel> model, Action<int>? stepStarted = null)
    {
        var workload = WorkloadFile
            .Parse(
                $$"""
                groups: [{problem: arithmetic, strategy: direct}]
                endpoints: {default: {url: "http://gpu", api: openai, model: m} }
                slo: ["{{slo}}"]
                """,
                "sweep.yaml",
                WorkloadCatalogs.Inputs
            )
            .Workload.ShouldNotBeNull();
        var hosts = new QueueingHosts(model) { StepStarted = stepStarted ?? (static _ => { }) };
        return new SweepRunner(workload, plan, hosts, _folder.Path, new StoppedTime()) { Report = _lines.Add }.RunAsync(
            new StopTokens(_drain.Token, CancellationToken.None)
        );
    }

    private static SweepPlan Ladder(params double[] levels) => Search(byRate: false) with { Ladder = levels };

    private static SweepPlan Search(bool byRate) =>
        new(byRate, Start: 1, Ladder: [], MaxSteps: 16, Precision: 0.1, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5));
}
