using System.Text.Json;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

public sealed class NestedStrategyTests
{
    [Theory]
    [InlineData("{kind: team, worker: react}", "react")]
    [InlineData("{kind: team, worker: {kind: self-consistency, samples: 5}}", "self-consistency")]
    public void Parse_NestedStrategy_IsAChoice(string strategy, string worker) =>
        Read(strategy).Workload!.Groups[0].Strategy.Values["worker"].ShouldBeOfType<Choice>().Name.ShouldBe(worker);

    [Theory]
    [InlineData("{kind: team, worker: raect}", "groups[0].strategy.worker: expected", "did you mean 'react'?")]
    [InlineData(
        "{kind: team, worker: {kind: self-consistency, samples: 0}}",
        "groups[0].strategy.worker.samples: expected a whole number from 1",
        ""
    )]
    [InlineData(
        "{kind: team, worker: {kind: team, worker: {kind: direct, x: 1}}}",
        "groups[0].strategy.worker.worker: direct has no setting 'x'",
        ""
    )]
    [InlineData("{kind: team, worker: {samples: 3}}", "groups[0].strategy.worker: 'kind' is missing", "")]
    [InlineData("{kind: team, worker: [react]}", "groups[0].strategy.worker: expected a strategy", "found a list")]
    [InlineData(
        "{kind: team, worker: {kind: team, worker: {kind: team, worker: {kind: team, worker: direct}}}}",
        "groups[0].strategy.worker.worker.worker.worker: strategies can be nested at most 4 levels deep",
        ""
    )]
    public void Parse_InvalidNestedStrategy_NamesThePath(string strategy, string start, string end)
    {
        var line = Read(strategy).Errors.ShouldHaveSingleItem().ToString();

        line.ShouldStartWith(start);
        line.ShouldContain(end);
    }

    [Theory]
    [InlineData("groups[0].strategy.worker.samples=9")]
    [InlineData("groups[0].strategy.worker={kind: self-consistency, samples: 9}")]
    public void Set_SettingOfANestedStrategy_IsApplied(string set)
    {
        var read = Read("{kind: team, worker: self-consistency}", set);

        read.Lines.ShouldBeEmpty();
        ((Choice)read.Workload!.Groups[0].Strategy.Values["worker"]).Values["samples"].ShouldBe(9L);
    }

    [Fact]
    public void Schema_NestedStrategies_ReferenceOneDefinition()
    {
        var root = JsonDocument.Parse(WorkloadJsonSchema.Create(Catalogues.Inputs())).RootElement;

        var team = root.GetProperty("$defs")
            .GetProperty("strategy")
            .GetProperty("anyOf")
            .EnumerateArray()
            .Single(e => e.TryGetProperty("properties", out var p) && p.GetProperty("kind").GetProperty("const").GetString() == "team");
        team.GetProperty("properties").GetProperty("worker").GetProperty("$ref").GetString().ShouldBe("#/$defs/strategy");
    }

    [Fact]
    public void Reference_StrategyAsDefault_ShowsItsSettings() =>
        WorkloadReference
            .Create(Catalogues.Inputs())
            .ShouldContain("| `worker` | a strategy | `self-consistency` with samples `3` | Worker. |");

    private static WorkloadResult Read(string strategy, params string[] set) =>
        WorkloadFile.Parse(
            $"groups: [{{problem: game24, strategy: {strategy}}}]",
            "w.yaml",
            Catalogues.Inputs() with
            {
                Set = [.. set.Select(text => new WorkloadOverride(text))],
            }
        );
}
