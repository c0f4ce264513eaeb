using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Code;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Tools;

/// <summary>A tool that agents can call.</summary>
/// <param name="Definition">Name, description and arguments, as sent to a model.</param>
/// <param name="Problem">Problem kind that provides the tool.</param>
/// <param name="EnabledBy">Setting of the problem that enables the tool; null if the tool is always available.</param>
/// <param name="Settings">Settings of the problem that configure the tool: "latency" and "failures".</param>
internal sealed record ToolEntry(ToolDefinition Definition, string Problem, string? EnabledBy, IReadOnlyList<string> Settings);

/// <summary>The tools that agents can call.</summary>
internal static class ToolCatalog
{
    private static readonly string[] Behaviour = ["latency", "failures"];

    /// <summary>All tools of all problem kinds.</summary>
    public static IReadOnlyList<ToolEntry> All { get; } =
    [.. Of(MultiHopSource.KindName, null), .. Of(WordProblemSource.KindName, "calculator"), .. Of(CodeSource.KindName, null)];

    private static IEnumerable<ToolEntry> Of(string kind, string? when)
    {
        var entry = ProblemCatalog.Find(kind)!;
        var source = when is null ? entry.CreateWith() : entry.CreateWith((when, true));
        return source.Create(1).Tools.Select(tool => new ToolEntry(tool.Definition, kind, when, Behaviour));
    }
}
