using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

public sealed class RoleTests
{
    private const string Endpoints =
        "endpoints: {default: {url: http://h:1, model: m}, big: {url: http://h:2, model: b, prices: {prompt: 3, completion: 15}}}\n";

    [Fact]
    public void Roles_ShortAndLongForm_SetEndpointModelAndOptions()
    {
        var group = Read(
            "{small: default, large: {endpoint: big, options: {temperature: 0.2}}, critic: {model: c}}",
            "options: {temperature: 1, maxTokens: 9}"
        ).Workload!.Groups[0];

        RoleSettings
            .Of(group, "large")
            .ShouldBe(
                new RoleSettings
                {
                    Endpoint = "big",
                    Options = new() { Temperature = 0.2, MaxTokens = 9 },
                }
            );
        RoleSettings
            .Of(group, "critic")
            .ShouldBe(
                new RoleSettings
                {
                    Model = "c",
                    Options = new() { Temperature = 1, MaxTokens = 9 },
                }
            );
        RoleSettings.Of(group, "small").Endpoint.ShouldBe("default");
        RoleSettings
            .Of(group, "planner")
            .ShouldBe(
                new RoleSettings
                {
                    Options = new() { Temperature = 1, MaxTokens = 9 },
                }
            );
        RoleSettings.NamesOf(group).ShouldBe(["small", "large", "critic", "default"]);
    }

    [Theory]
    [InlineData("{large: bigg}", "groups[0].roles.large: no endpoint is named 'bigg' (did you mean 'big'?)")]
    [InlineData("{large: {endpoint: bigg}}", "groups[0].roles.large: no endpoint is named 'bigg' (did you mean 'big'?)")]
    [InlineData("{large: {options: {temperature: 9}}}", "groups[0].roles.large.options.temperature: expected a number from 0 to 2")]
    [InlineData("{large: {modle: x}}", "groups[0].roles.large: unknown key 'modle' (did you mean 'model'?)")]
    public void Roles_Invalid_NamesThePath(string roles, string start) =>
        Read(roles).Errors.ShouldHaveSingleItem().ToString().ShouldStartWith(start);

    [Theory]
    [InlineData(
        "plan-and-execute",
        "wroker",
        "the strategy plan-and-execute has no role 'wroker' with these settings (did you mean 'worker'?); roles: default, planner, worker"
    )]
    [InlineData("direct", "critic", "the strategy direct has no role 'critic' with these settings; roles: default")]
    [InlineData(
        "{kind: debate, agents: 2}",
        "debater-3",
        "the strategy debate has no role 'debater-3' with these settings (did you mean 'debater-1' or 'debater-2'?); "
            + "roles: default, debater-1, debater-2"
    )]
    public void Roles_NotOfTheStrategy_IsAnErrorWithTheNearOnes(string strategy, string role, string message) =>
        WorkloadFile
            .Parse($"{Endpoints}groups: [{{problem: game24, strategy: {strategy}, roles: {{{role}: big}}}}]", "w", WorkloadInputs.Default)
            .Errors.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe($"groups[0].roles.{role}: {message}");

    [Theory]
    [InlineData("{kind: cascade, depth: 4}", "medium2")]
    [InlineData("{kind: cascade, small: {kind: self-refine}, scorer: trained}", "critic")]
    [InlineData("{kind: plan-and-execute, worker: {kind: reflexion, check: model}}", "evaluator")]
    [InlineData("router", "router")]
    [InlineData("{kind: mixture-of-agents, proposers: 2}", "aggregator")]
    public void Roles_OfTheStrategyOrANestedOne_AreAccepted(string strategy, string role) =>
        WorkloadFile
            .Parse($"{Endpoints}groups: [{{problem: game24, strategy: {strategy}, roles: {{{role}: big}}}}]", "w", WorkloadInputs.Default)
            .Errors.ShouldBeEmpty();

    [Fact]
    public void SelfPlay_ProblemThatIsNotAGame_IsAnErrorOfTheStrategy() =>
        WorkloadFile
            .Parse("groups: [{problem: game24, strategy: self-play}]", "w", WorkloadInputs.Default)
            .Errors.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe("groups[0].strategy: self-play requires a two-player game problem, such as hex; found game24");

    [Fact]
    public void Prices_OfAnEndpoint_DetermineTheCostOfACall()
    {
        var prices = Read("{large: big}").Workload!.Endpoints["big"].Prices!;

        prices.CostOf(1000, 400, 100).ShouldBe(0.0045, 1e-12);
        (prices with { Cached = 0.3 }).CostOf(1000, 400, 100).ShouldBe(((600 * 3) + (400 * 0.3) + 1500) / 1e6, 1e-12);
    }

    private static WorkloadResult Read(string roles, string more = "weight: 1") =>
        WorkloadFile.Parse(
            $"{Endpoints}groups: [{{problem: game24, strategy: direct, roles: {roles}, {more}}}]",
            "w.yaml",
            Catalogues.Inputs()
        );

    [Fact]
    public void CheckProblemFits_NestedStrategy_IsCheckedToo()
    {
        WorkloadFile
            .Parse("groups: [{problem: game24, strategy: {kind: cascade, large: self-play}}]", "w", WorkloadInputs.Default)
            .Errors.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe("groups[0].strategy.large: self-play requires a two-player game problem, such as hex; found game24");
    }

    [Theory]
    [InlineData("{problem: game24, strategy: cascade}", 1)]
    [InlineData("{problem: game24, strategy: {kind: debate}}", 0)]
    [InlineData("{problem: game24, strategy: {kind: router}, roles: {large: big}}", 0)]
    [InlineData("{problem: hex, strategy: {kind: self-play, first: router}}", 1)]
    public void Hints_ModelChoiceWithOneModel_IsReported(string group, int hints)
    {
        var workload = WorkloadFile.Parse(
            $"groups: [{group}]\nendpoints: {{default: {{url: \"http://127.0.0.1:1\", model: m}}, big: {{url: "
                + "\"http://127.0.0.1:2\", model: n}}",
            "w",
            WorkloadInputs.Default
        );

        WorkloadHints.Of(workload.Workload.ShouldNotBeNull(string.Join('\n', workload.Lines))).Count.ShouldBe(hints);
    }

    [Theory]
    [InlineData("{problem: {kind: open, lengths: mooncake-conversation}, strategy: direct}", "{vision: false}", 1)]
    [InlineData("{problem: {kind: open, promptTokens: 12000, spread: 0.1}, strategy: direct}", "{vision: false}", 1)]
    [InlineData("{problem: multihop, strategy: {kind: react, context: 20000}}", "{vision: false}", 1)]
    [InlineData("{problem: multihop, strategy: {kind: react, context: 20000}}", "{contextLength: 32768}", 0)]
    [InlineData("{problem: {kind: open, lengths: azure-code-2023}, strategy: direct}", "{vision: false}", 0)]
    [InlineData("{problem: {kind: arithmetic, examples: 8}, strategy: direct}", "{vision: false}", 0)]
    public void Hints_PromptsLongerThanTheSimulatedContext_AreReported(string group, string node, int hints)
    {
        var workload = WorkloadFile.Parse($"groups: [{group}]\nnode: {node}", "w", WorkloadInputs.Default);

        WorkloadHints
            .Of(workload.Workload.ShouldNotBeNull(string.Join('\n', workload.Lines)))
            .Count(hint => hint.Contains("contextLength", StringComparison.Ordinal))
            .ShouldBe(hints);
    }
}
