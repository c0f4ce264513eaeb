using AgentLoad.Inference;

namespace AgentLoad.Agents.Behaviour;

/// <summary>A step of a plan.</summary>
/// <param name="Text">The instruction; "$1" refers to the result of the first step.</param>
/// <param name="After">Numbers, from 1, of the earlier steps that this step depends on.</param>
internal sealed record PlanStep(string Text, IReadOnlyList<int> After)
{
    /// <summary>The tool call in a plan of tool calls, else null. Arguments may also contain "$1".</summary>
    public ToolCall? Tool { get; init; }
}

/// <summary>The distribution of the plans of shaped agents.</summary>
/// <param name="Least">Minimum number of steps.</param>
/// <param name="Most">Maximum number of steps; the number is uniformly distributed between the two.</param>
/// <param name="Chained">Probability that a step depends on an earlier step.</param>
internal sealed record PlanShape(int Least, int Most, double Chained)
{
    /// <summary>Draws a plan of at most <paramref name="maxSteps"/> steps.</summary>
    internal IReadOnlyList<PlanStep> Draw(int maxSteps, IReadOnlyList<ToolDefinition> tools, string question, string key, Random random)
    {
        var count = Math.Min(maxSteps, random.Next(Least, Most + 1));
        return
        [
            .. Enumerable
                .Range(1, count)
                .Select(number =>
                {
                    IReadOnlyList<int> after = number > 1 && random.NextDouble() < Chained ? [random.Next(1, number)] : [];
                    var tool = tools.Count == 0 ? null : tools[random.Next(tools.Count)];
                    return new PlanStep($"Work on part {number} of {count}.", after)
                    {
                        Tool = tool is null
                            ? null
                            : new ToolCall($"call_{key}_{number}", tool.Name, ShapedArguments.For(tool, question, random)),
                    };
                }),
        ];
    }
}
