using AgentLoad.Agents.Tools;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>Searches people by part of their name.</summary>
internal sealed class SearchTool(EntityGraph graph, ToolBehaviour behaviour) : ITool
{
    private const int MaxResults = 5;

    private static readonly ToolDefinition Shared = new(
        "search",
        "Finds people by a part of their name, and names the relations that lookup knows.",
        """{"type":"object","properties":{"query":{"type":"string","description":"part of a name"}},"required":["query"]}"""
    );

    /// <inheritdoc/>
    public ToolDefinition Definition => Shared;

    /// <inheritdoc/>
    public TimeSpan DrawLatency(Random random) => behaviour.Latency.Draw(random);

    /// <inheritdoc/>
    public ToolFault? DrawFault(Random random) => behaviour.Failures.Draw(random);

    /// <inheritdoc/>
    public ToolResult Execute(string arguments)
    {
        if (!ArgumentReader.TryRead(arguments, ["query"], out var values, out var error))
        {
            return new ToolResult(error, error);
        }

        var found = graph.Names.Where(n => n.Contains(values[0], StringComparison.OrdinalIgnoreCase)).Take(MaxResults).ToArray();
        var relations = string.Join(", ", EntityGraph.Relations);
        return new ToolResult(found.Length == 0 ? "Nobody found." : $"People: {string.Join(", ", found)}. Relations: {relations}.");
    }
}
