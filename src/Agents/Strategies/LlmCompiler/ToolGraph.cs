using System.Text.Json;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.LlmCompiler;

/// <summary>The output of a tool call.</summary>
/// <param name="Task">The planned call, with references replaced by results.</param>
/// <param name="Text">The output.</param>
/// <param name="Step">Id of the step.</param>
internal sealed record ToolOutput(string Task, string Text, int Step);

/// <summary>Runs the tool calls of a plan: each call starts when its dependencies have completed.</summary>
internal sealed class ToolGraph(Session session, int round, int planStep)
{
    /// <summary>Runs all tool calls and returns their outputs in the order of the plan. Steps without a tool are skipped.</summary>
    public async Task<IReadOnlyList<ToolOutput>> RunAsync(IReadOnlyList<PlanStep> plan, CancellationToken cancellationToken)
    {
        var running = new Task<ToolOutput?>[plan.Count];
        for (var i = 0; i < running.Length; i++)
        {
            running[i] = RunOneAsync(plan[i], i + 1, running, cancellationToken);
        }

        return [.. (await Task.WhenAll(running).ConfigureAwait(false)).OfType<ToolOutput>()];
    }

    private async Task<ToolOutput?> RunOneAsync(
        PlanStep planned,
        int number,
        Task<ToolOutput?>[] running,
        CancellationToken cancellationToken
    )
    {
        if (planned.Tool is not { } tool)
        {
            return null;
        }

        var results = new Dictionary<int, string>();
        var after = new List<int> { planStep };
        foreach (var needed in planned.After)
        {
            if (await running[needed - 1].ConfigureAwait(false) is { } found)
            {
                results[needed] = session.Problem.ExtractFinding(found.Text);
                after.Add(found.Step);
            }
        }

        var arguments = PlanText.Fill(tool.Arguments, results, text => JsonEncodedText.Encode(text).Value);
        var said = await session
            .ToolAsync(tool.Name, arguments, StepKeys.Of(round, "tool", number), after, cancellationToken)
            .ConfigureAwait(false);
        return new ToolOutput($"{tool.Name}({arguments})", said.Text, said.Step);
    }
}
