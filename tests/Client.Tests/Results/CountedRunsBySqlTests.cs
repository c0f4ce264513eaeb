using Xunit;

namespace AgentLoad.Client.Tests.Results;

/// <summary>Summaries of runs that end after a number of tasks, recomputed by SQL.</summary>
public sealed class CountedRunsBySqlTests
{
    private const string ClosedLoop = """
        baseline: 1
        groups:
          - {name: votes, problem: arithmetic, strategy: {kind: self-consistency, samples: 3}}
          - {name: tree, problem: game24, strategy: {kind: tree-of-thoughts, breadth: 2, evaluations: 1}}
          - {name: tools, problem: multihop, strategy: react}
        load: {agents: 12, tasks: 36}
        """;

    private const string Faults = """
        groups: [{name: again, problem: arithmetic, strategy: {kind: self-consistency, samples: 4},
          retry: {attempts: 2, delay: 1ms}, budget: {calls: 6}}]
        load: {agents: 8, tasks: 60}
        node: {faults: [overload=0.2, reset=0.1, error=0.1]}
        """;

    private const string ServerWithoutDurations = """
        baseline: 0.5
        groups:
          - {name: votes, problem: arithmetic, strategy: {kind: self-consistency, samples: 3}}
          - {name: tools, problem: multihop, strategy: react}
        load: {agents: 100, tasks: 40, arrivals: {rate: 40/s}}
        node: {api: openai}
        """;

    private const string Budgets = """
        baseline: 0.5
        groups:
          - {name: tokens, problem: game24, strategy: {kind: tree-of-thoughts, breadth: 3}, budget: {tokens: 3000}}
          - {name: calls, problem: game24, strategy: lats, budget: {calls: 9}}
          - {name: time, problem: arithmetic, strategy: {kind: self-consistency, samples: 6}, budget: {time: 40ms}}
        load: {agents: 6, tasks: 27}
        """;

    private const string Shaped = """
        baseline: 0.2
        groups:
          - {name: shaped, problem: game24, strategy: {kind: tree-of-thoughts, breadth: 2}, driving: shaped}
          - {name: debate, problem: arithmetic, strategy: debate, driving: shaped}
        load: {agents: 8, tasks: 20}
        node: {api: openai}
        """;

    private const string ToolsAndSubagents = """
        baseline: 1
        groups:
          - {name: lead, problem: multihop, strategy: orchestrator-workers}
          - {name: plan, problem: multihop, strategy: plan-and-execute}
          - {name: graph, problem: multihop, strategy: llm-compiler}
        load: {agents: 9, tasks: 24}
        """;

    private const string FailingServer = """
        baseline: 1
        groups: [{name: all, problem: arithmetic, strategy: chain-of-thought}]
        load: {agents: 4, tasks: 20}
        node: {faults: [error=1]}
        """;

    [Theory]
    [InlineData("closed", ClosedLoop)]
    [InlineData("faults", Faults)]
    [InlineData("openai", ServerWithoutDurations)]
    [InlineData("budgets", Budgets)]
    [InlineData("shaped", Shaped)]
    [InlineData("tools", ToolsAndSubagents)]
    [InlineData("failing", FailingServer)]
    public Task Summary_OfARealRun_EqualsTheSqlComputation(string name, string yaml) => SummaryBySql.CompareAsync(name, yaml);
}
