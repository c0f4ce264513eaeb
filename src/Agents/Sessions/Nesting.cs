using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;

namespace AgentLoad.Agents.Sessions;

/// <summary>Where a strategy works inside another.</summary>
/// <param name="Place">Its place, unique in the strategy around it ("worker/2"): its steps have their keys behind it.</param>
public sealed record Nest(string Place)
{
    /// <summary>Role that serves it where it asks for "default", or for a role that the workload does not name.</summary>
    public string Role { get; init; } = "default";

    /// <summary>What it works on; null for the problem of the strategy around it.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Steps whose results its first steps wait for.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>Those whose results go into its first steps; null for the same as <see cref="After"/>.</summary>
    public IReadOnlyList<int>? Uses { get; init; }
}

/// <summary>What a strategy inside another came to.</summary>
/// <param name="Text">Its answer, or null where it gave up.</param>
/// <param name="Steps">Steps that the answer was taken from: what uses the answer uses these.</param>
/// <param name="Ends">
/// Its steps that none of its own waited for, and those of <paramref name="Steps"/>: what waits for it waits for these. Where it made
/// no step, what it waited for itself.
/// </param>
public sealed record NestedAnswer(string? Text, IReadOnlyList<int> Steps, IReadOnlyList<int> Ends)
{
    /// <summary>True where there is no answer because calls that it needed failed.</summary>
    public bool CallsFailed { get; init; }
}

/// <summary>Lets strategies work inside strategies, within one task: one budget, one graph.</summary>
public static class Nesting
{
    /// <summary>Has a strategy work inside the one that the session belongs to. Several may work at once.</summary>
    public static async Task<NestedAnswer> NestAsync(
        this Session session,
        IStrategy strategy,
        Nest nest,
        CancellationToken cancellationToken
    )
    {
        var inner = new NestedSession(session, nest);
        var answer = await strategy.SolveAsync(inner, cancellationToken).ConfigureAwait(false);
        return new NestedAnswer(answer.Text, answer.Steps, [.. inner.Ends.Union(answer.Steps).Order()])
        {
            CallsFailed = answer.CallsFailed,
        };
    }
}
