using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>Load shapes side by side in one run of the command: what run.db holds is what was planned.</summary>
public sealed class LoadShapeTests : IDisposable
{
    private const double Length = 4;

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_OpenAndClosedLoopsTogether_EachKeepToTheirPlan()
    {
        _folder.Write("trace.csv", string.Join('\n', Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"{i * i * 0.01}"))));
        _folder.Write(
            "w.yaml",
            """
            baseline: 0
            groups:
            - name: ramping
              strategy: direct
              problem: open
              arrivals: {process: constant, stages: [{rate: 10/s, for: 1s}, {rate: 60/s, for: 2s, ramp: true}, {rate: 20/s, for: 1s}]}
            - {name: doubao, strategy: direct, problem: open, arrivals: {process: constant, rate: 60/s, curve: {kind: doubao}}}
            - name: day
              strategy: direct
              problem: open
              arrivals: {process: constant, rate: 30/s, curve: {kind: day, period: 4s, low: 0.1}}
            - {name: trace, strategy: direct, problem: open, arrivals: {trace: trace.csv, speed: 2}}
            - {name: closed, strategy: direct, problem: open, agents: 1, thinkTime: 500ms}
            - {name: shared, strategy: direct, problem: open}
            node: {profile: instant}
            load: {duration: 4s, stages: [{agents: 0, for: 2s}, {agents: 1, for: 2s}], warmup: 1s, cooldown: 1s}
            """
        );

        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "w.yaml");

        // On a busy machine tasks start late, and closed loops run few tasks. Intended starts do not depend on the machine.
        run.ShouldExit(0);
        using var archive = RunStore.Open(_folder.OnlyRun);
        var tasks = archive.ReadTasks(CancellationToken.None).ToArray();
        IsPlanned("ramping", new() { Process = ArrivalProcess.Constant, Stages = [Stage(10, 1), Stage(60, 2, ramp: true), Stage(20, 1)] });
        IsPlanned(
            "doubao",
            new()
            {
                Process = ArrivalProcess.Constant,
                Rate = 60,
                Curve = new() { Kind = CurveKind.Doubao },
            }
        );
        IsPlanned(
            "day",
            new()
            {
                Process = ArrivalProcess.Constant,
                Rate = 30,
                Curve = new()
                {
                    Kind = CurveKind.Day,
                    Period = TimeSpan.FromSeconds(4),
                    Low = 0.1,
                },
            }
        );
        Of("trace").Select(task => task.IntendedStart).ShouldBe(Enumerable.Range(0, 20).Select(i => i * i * 0.005), 1e-9);
        Of("closed").Count(task => task.State == TaskState.Answered).ShouldBeInRange(1, 8);
        Of("closed").ShouldAllBe(task => task.Start >= task.IntendedStart);
        Of("shared").ShouldAllBe(task => task.IntendedStart >= 2);
        Of("shared").ShouldNotBeEmpty();

        TaskRecord[] Of(string group) => [.. tasks.Where(task => task.Group == group).OrderBy(task => task.IntendedStart)];

        void IsPlanned(string group, ArrivalSettings settings)
        {
            var (rate, starts) = (Arrivals.RateOf(settings, Length), Of(group).Select(task => task.IntendedStart).ToArray());
            starts.Select(rate.Area).ShouldBe(Enumerable.Range(0, starts.Length).Select(i => (double)i), 1e-6);
            // The last may fall on the very end.
            ((double)starts.Length).ShouldBeInRange(rate.Area(Length) - 1e-6, rate.Area(Length) + 1 + 1e-6);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static RateStage Stage(double rate, double seconds, bool ramp = false) =>
        new()
        {
            Rate = rate,
            For = TimeSpan.FromSeconds(seconds),
            Ramp = ramp,
        };
}
