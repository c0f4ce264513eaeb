using AgentLoad.Agents.Tools;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>Looks up the target of a person's relation.</summary>
internal sealed class LookupTool(EntityGraph graph, ToolBehaviour behaviour) : ITool
{
    private static readonly ToolDefinition Shared = new(
        "lookup",
        "Says who a person's mentor, rival, neighbour, supplier, guardian or translator is.",
        """
        {"type":"object","properties":{"entity":{"type":"string","description":"the person's full name"},
        "relation":{"type":"string","enum":["mentor","rival","neighbour","supplier","guardian","translator"]}},
        "required":["entity","relation"]}
        """.ReplaceLineEndings("")
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
        if (!ArgumentReader.TryRead(arguments, ["entity", "relation"], out var values, out var error))
        {
            return new ToolResult(error, error);
        }

        if (graph.Follow(values[0], values[1]) is { } found)
        {
            return new ToolResult(MultiHopPrompts.Fact(values[0], values[1], found));
        }

        const string unknown = "No such person or relation: search shows which there are.";
        return new ToolResult(unknown, unknown);
    }
}
