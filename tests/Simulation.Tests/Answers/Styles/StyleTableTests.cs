using System.Globalization;
using System.Text;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Answers.Styles;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Answers.Styles;

/// <summary>
/// The style of replies does not decide whether a strategy solves its problems: at skill 1, no style solves more than 2 points less than
/// plain. The table is docs/reference/styles.md; AGENTLOAD_UPDATE=1 rewrites it.
/// </summary>
public sealed class StyleTableTests
{
    private const int Tasks = 25;
    private const double Points = 2;
    private const string Branched = "multihop, 2 branches";
    private const string Page = "docs/reference/styles.md";

    /// <summary>Every strategy with a problem that it supports, and every verified problem with chain of thought.</summary>
    private static readonly (string Strategy, string Problem, (string, object)[] Settings)[] Cells =
    [
        ("direct", "arithmetic", []),
        ("chain-of-thought", "game24", []),
        ("chain-of-thought", "arithmetic", []),
        ("chain-of-thought", "sorting", []),
        ("chain-of-thought", "set-intersection", []),
        ("chain-of-thought", "blocksworld", []),
        ("chain-of-thought", "n-puzzle", []),
        ("chain-of-thought", "shortest-path", []),
        ("chain-of-thought", "code", []),
        ("chain-of-thought", "hex", []),
        ("self-consistency", "game24", [("samples", 5L)]),
        ("best-of-n", "game24", []),
        ("self-refine", "sorting", []),
        ("budget-forcing", "arithmetic", []),
        ("react", "multihop", []),
        ("react", "code", []),
        ("reflexion", "multihop", []),
        ("debate", "game24", []),
        ("mixture-of-agents", "arithmetic", []),
        ("tree-of-thoughts", "game24", [("breadth", 2L)]),
        ("tree-of-thoughts-dfs", "game24", []),
        ("lats", "game24", [("iterations", 8L)]),
        ("rap", "game24", []),
        ("graph-of-thoughts", "sorting", []),
        ("verifier-beam", "game24", []),
        ("verifier-beam", "arithmetic", []),
        ("plan-and-execute", "multihop", []),
        ("llm-compiler", "multihop", []),
        ("react", Branched, []),
        ("llm-compiler", Branched, []),
        ("orchestrator-workers", "multihop", []),
        ("cascade", "game24", []),
        ("router", "arithmetic", []),
        ("self-play", "hex", []),
    ];

    [Fact]
    public void Cells_Strategies_AreAllOfTheCatalog() =>
        Cells.Select(cell => cell.Strategy).Distinct().Order().ShouldBe(StrategyCatalog.All.Select(entry => entry.Name).Order());

    [Fact]
    public void Styles_OfSchemaAndGenerator_AreTheSame() => NodeSettings.Styles.ShouldBe(ReplyStyles.Names);

    [Fact]
    public async Task SolvedRate_EveryStyle_IsWithinTwoPointsOfPlain()
    {
        var styles = Enum.GetValues<ReplyStyle>();
        var rates = new Dictionary<(int Cell, ReplyStyle Style), double>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Cells.Length).SelectMany(cell => styles.Select(style => (cell, style))),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            async (at, cancellationToken) =>
            {
                var rate = await SolvedAsync(Cells[at.cell], at.style, cancellationToken);
                lock (rates)
                {
                    rates.Add(at, rate);
                }
            }
        );

        var worse =
            from at in rates.Keys
            let plain = rates[(at.Cell, ReplyStyle.Plain)]
            where rates[at] < plain - Points
            select $"{Cells[at.Cell].Strategy} on {Cells[at.Cell].Problem}, {at.Style}: {rates[at]:0} % solved, plain {plain:0} %";
        string.Join('\n', worse.Order(StringComparer.Ordinal)).ShouldBeEmpty();
        ShouldBeCommitted(Write(styles, rates));
    }

    /// <summary>With reasoning first, the limits of the reference implementations would cut every reply.</summary>
    [Fact]
    public async Task React_ReasoningModelWithoutRoomForReasoning_SolvesNothing()
    {
        var cell = Array.Find(Cells, c => c is { Strategy: "react", Problem: "multihop" });

        (await SolvedAsync(cell, ReplyStyle.Thinking, TestContext.Current.CancellationToken, reasoningTokens: 0)).ShouldBe(0);
    }

    private static async Task<double> SolvedAsync(
        (string Strategy, string Problem, (string, object)[] Settings) cell,
        ReplyStyle style,
        CancellationToken cancellationToken,
        int? reasoningTokens = null
    )
    {
        var source = cell.Problem switch
        {
            "multihop" => ProblemCatalog.Find(cell.Problem)!.CreateWith(("latency", "0s")),
            Branched => ProblemCatalog.Find("multihop")!.CreateWith(("latency", "0s"), ("hops", 4L), ("branches", 2L)),
            _ => ProblemCatalog.Find(cell.Problem)!.CreateWith(),
        };
        var strategy = StrategyCatalog.Find(cell.Strategy)!.CreateWith(cell.Settings);
        using var client = new PlannedReplyClient(new SkilledReplyGenerator(1, new ReplyGeneratorOptions { Style = style }));
        var room = style == ReplyStyle.Thinking ? reasoningTokens ?? ReasoningModels.DefaultTokens : 0;
        var role = new RoleBinding(client, "simulated:8b", new OptionSettings()) { ReasoningTokens = room };
        var clock = RunClock.StartNow(TimeProvider.System);
        var solved = 0;
        for (var seed = 0; seed < Tasks; seed++)
        {
            var plan = new TaskPlan
            {
                Id = seed,
                Agent = 0,
                Group = "styles",
                Problem = source.Create((ulong)seed),
                Strategy = strategy,
                Behaviour = new LiveBehaviour(),
                Seed = (ulong)seed,
                Roles = new Dictionary<string, RoleBinding> { ["default"] = role },
            };
            solved += (await TaskRunner.RunAsync(plan, clock, null, cancellationToken)).State == TaskState.Solved ? 1 : 0;
        }

        return 100.0 * solved / Tasks;
    }

    private static string Write(ReplyStyle[] styles, Dictionary<(int Cell, ReplyStyle Style), double> rates)
    {
        var text = new StringBuilder("# Reply styles\n\n");
        text.Append(
            "The simulated node writes its replies as real models do: `agentload node --style NAME`, or `node: {style: NAME}` in a\n"
        );
        text.Append(
            "workload. The content of a reply does not depend on its style. `mixed`, the default, draws a style for each reply.\n\n"
        );
        text.Append("| Style | Replies |\n|---|---|\n");
        text.Append("| plain | exactly the requested format |\n");
        text.Append("| markdown | headings, bold labels, bullets, tables, code fences, tool calls as JSON or in `<tool_call>` |\n");
        text.Append("| latex | formulas, `\\boxed{}` answers |\n");
        text.Append("| chatty | prefaces, full sentences, closings |\n");
        text.Append("| thinking | reasoning before the reply; the model reports the capability thinking |\n");
        text.Append("| mixed | one of the above for each reply; reasoning is part of the text |\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Solved tasks in percent at skill 1, {Tasks} tasks per cell (simulated). A test requires that no style solves more than\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Points:0} points less than plain. In self-play, the first player wins about half of the games.\n\n"
        );
        text.Append(
            $"| Strategy | Problem | {string.Join(" | ", ReplyStyles.Names)} |\n|---|---|{string.Concat(styles.Select(_ => "---:|"))}\n"
        );
        for (var cell = 0; cell < Cells.Length; cell++)
        {
            var values = styles.Select(style => rates[(cell, style)].ToString("0", CultureInfo.InvariantCulture));
            text.Append($"| {Cells[cell].Strategy} | {Cells[cell].Problem} | {string.Join(" | ", values)} |\n");
        }

        return text.ToString();
    }

    private static void ShouldBeCommitted(string made)
    {
        var path = Path.Combine(Root(AppContext.BaseDirectory), Page);
        if (Environment.GetEnvironmentVariable("AGENTLOAD_UPDATE") == "1")
        {
            File.WriteAllText(path, made);
        }

        File.Exists(path).ShouldBeTrue($"{Page} is missing: run the test once with AGENTLOAD_UPDATE=1");
        File.ReadAllText(path).ShouldBe(made, $"{Page} is out of date: run the test once with AGENTLOAD_UPDATE=1");
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "AgentLoad.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
