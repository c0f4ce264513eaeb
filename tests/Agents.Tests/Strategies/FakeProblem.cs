using System.Globalization;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Tools;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Tests.Strategies;

/// <summary>The answer is the text after "Answer:"; "right" is correct.</summary>
internal sealed class FakeProblem(ISearchSpace? search = null, bool hasTools = false) : Problem
{
    public override string Kind => "fake";

    public override string Id => "fake/1";

    public override string Question => "What did Ada Lovelace and Alan Turing write?";

    public override string DirectPrompt => $"{Question} Answer at once.";

    public override string ReasoningPrompt => $"{Question} Think, then end with Answer: and the answer.";

    public override IReadOnlyList<ITool> Tools { get; } = hasTools ? [new FakeTool("search"), new FakeTool("lookup")] : [];

    public override ISearchSpace? Search => search;

    public override string? ExtractAnswer(string reply)
    {
        var at = reply.LastIndexOf("Answer:", StringComparison.Ordinal);
        return at < 0 || string.IsNullOrWhiteSpace(reply[(at + 7)..]) ? null : reply[(at + 7)..].Trim();
    }

    public override bool? Verify(string answer) => answer == "right";

    public override string ShapedAnswer(bool right, Random random) => right ? "right" : $"wrong {random.Next(5)}";

    private sealed class FakeTool(string name) : ITool
    {
        public ToolDefinition Definition { get; } =
            new(name, $"Does {name}.", """{"type":"object","properties":{"query":{"type":"string"}},"required":["query"]}""");

        public TimeSpan DrawLatency(Random random) => TimeSpan.Zero;

        public ToolResult Execute(string arguments) =>
            arguments.Contains("query", StringComparison.Ordinal)
                ? new ToolResult($"{name} found {arguments}")
                : new ToolResult("query is missing", "query is missing");
    }
}

/// <summary>
/// States are words separated by spaces, one per level. A propose reply lists the next words; a value reply is a number;
/// shaped proposals are w0, w1, … up to <paramref name="distinct"/> words.
/// </summary>
internal sealed class FakeSearch(int depth, int distinct = 100) : ISearchSpace
{
    public int Depth => depth;

    public static int Level(string state) => state.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    public string ProposePrompt(string state) => $"propose:{state}";

    public IReadOnlyList<string> ReadProposals(string state, string reply) =>
        [.. reply.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"{state} {word}".Trim())];

    public string ValuePrompt(string state) => $"value:{state}";

    public double? ReadValue(string state, string reply) =>
        double.TryParse(reply, CultureInfo.InvariantCulture, out var value) ? value : null;

    public double OracleValue(string state) => state.Length % 3;

    public IReadOnlyList<string> ShapedProposals(string state, int count, Random random) =>
        [.. Enumerable.Range(0, distinct).OrderBy(_ => random.Next()).Take(count).Select(i => $"{state} w{i}".Trim())];

    public string? Answer(string state) => Level(state) == depth ? state : null;
}
