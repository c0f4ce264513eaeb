using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Code;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Tools;

/// <summary>A tool that agents can be given.</summary>
/// <param name="Definition">Name, description and arguments, as offered to a model.</param>
/// <param name="Problem">Kind of problem that it comes with.</param>
/// <param name="EnabledBy">Setting of the problem that turns it on; null where it is always there.</param>
/// <param name="Settings">The settings of the problem that say how it behaves: "latency" and "failures".</param>
public sealed record ToolEntry(ToolDefinition Definition, string Problem, string? EnabledBy, IReadOnlyList<string> Settings);

/// <summary>The tools that agents can be given.</summary>
public static class ToolCatalog
{
    private static readonly string[] Behaviour = ["latency", "failures"];

    /// <summary>Every tool, read from the problems that bring them.</summary>
    public static IReadOnlyList<ToolEntry> All { get; } =
    [.. Of(MultiHopSource.KindName, null), .. Of(WordProblemSource.KindName, "calculator"), .. Of(CodeSource.KindName, null)];

    private static IEnumerable<ToolEntry> Of(string kind, string? when)
    {
        var entry = ProblemCatalog.Find(kind)!;
        var source = when is null ? entry.CreateWith() : entry.CreateWith((when, true));
        return source.Create(1).Tools.Select(tool => new ToolEntry(tool.Definition, kind, when, Behaviour));
    }
}
