using Xunit;

namespace AgentLoad.Client.Tests.Results;

/// <summary>Summaries of runs that end by time, recomputed by SQL.</summary>
public sealed class TimedRunsBySqlTests
{
    private const string OpenLoop = """
        groups: [{name: one, problem: arithmetic, strategy: direct}]
        load: {agents: 200, duration: 1500ms, warmup: 300ms, cooldown: 200ms, arrivals: {rate: 60/s, process: poisson}}
        """;

    private const string Mix = """
        baseline: 0.5
        groups:
          - {name: often, weight: 3, problem: arithmetic, strategy: direct, driving: shaped}
          - {name: alone, agents: 3, problem: sorting, strategy: chain-of-thought, thinkTime: 5ms}
          - {name: look, problem: {kind: image, width: 32, height: 32, images: 2}, strategy: direct}
          - {name: flow, problem: open, strategy: direct, arrivals: {rate: 30/s}}
        load: {agents: 6, duration: 1500ms, warmup: 200ms, grace: 10ms}
        node: {vision: true}
        """;

    private const string OpenLoopWithFaults = """
        baseline: 0.3
        groups: [{name: again, problem: arithmetic, strategy: {kind: self-consistency, samples: 3},
          retry: {attempts: 2, delay: 1ms}, budget: {money: 0.003}}]
        load: {agents: 200, duration: 2s, warmup: 300ms, cooldown: 200ms,
          arrivals: {process: gamma, burstiness: 0.5, stages: [{rate: 10/s, for: 1s}, {rate: 40/s, for: 1s, ramp: true}]}}
        node: {faults: [overload=0.1, error=0.1]}
        """;

    private const string CutOff = """
        groups:
          - {name: search, problem: game24, strategy: lats}
          - {name: votes, problem: arithmetic, strategy: {kind: self-consistency, samples: 3}}
        load: {agents: 8, duration: 2s, warmup: 300ms, cooldown: 200ms, grace: 200ms}
        """;

    private const string ClosedLoopByTime = """
        groups:
          - {name: refine, problem: arithmetic, strategy: self-refine}
          - {name: mixture, problem: arithmetic, strategy: mixture-of-agents, thinkTime: 10ms}
        load: {agents: 10, duration: 1500ms, warmup: 300ms, cooldown: 200ms, ramp: 200ms}
        """;

    [Theory]
    [InlineData("open", OpenLoop)]
    [InlineData("mix", Mix)]
    [InlineData("arriving", OpenLoopWithFaults)]
    [InlineData("cut-off", CutOff)]
    [InlineData("by-time", ClosedLoopByTime)]
    public Task Summary_OfARealRun_EqualsTheSqlComputation(string name, string yaml) => SummaryBySql.CompareAsync(name, yaml);
}
