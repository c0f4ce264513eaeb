using AgentLoad.Inference;

namespace AgentLoad.Agents.Behaviour;

/// <summary>A step of a plan that a model made.</summary>
/// <param name="Text">What to do; "$1" stands for the result of the first step.</param>
/// <param name="After">Steps of the plan, from 1 and all earlier than this one, whose results it needs.</param>
public sealed record PlanStep(string Text, IReadOnlyList<int> After)
{
    /// <summary>The tool that carries it out, where the plan was asked for tools; arguments may hold "$1" too.</summary>
    public ToolCall? Tool { get; init; }
}

/// <summary>How shaped agents plan.</summary>
/// <param name="Least">Fewest steps of a plan.</param>
/// <param name="Most">Most steps of a plan, drawn evenly between the two.</param>
/// <param name="Chained">Chance that a step needs the result of an earlier one.</param>
public sealed record PlanShape(int Least, int Most, double Chained)
{
    /// <summary>Draws a plan of at most <paramref name="most"/> steps.</summary>
    internal IReadOnlyList<PlanStep> Draw(int most, IReadOnlyList<ToolDefinition> tools, string question, string key, Random random)
    {
        var count = Math.Min(most, random.Next(Least, Most + 1));
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
