using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.Code;

/// <summary>Draws specifications of list functions, as sequences of steps.</summary>
/// <param name="steps">Number of steps that transform the list, before the last step, which returns a number.</param>
/// <param name="tests">Number of hidden tests.</param>
/// <param name="behaviour">Latency and injected failures of the tool that runs programs.</param>
internal sealed class CodeSource(int steps, int tests, ToolBehaviour behaviour) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "code";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        CodeStep[] drawn = [.. Enumerable.Range(0, steps + 1).Select(at => CodeStep.Draw(at == steps, random))];
        return new CodeProblem(new CodeSpecification(drawn, tests), behaviour);
    }
}
