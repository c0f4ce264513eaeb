using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;

namespace AgentLoad.Agents.Sessions;

/// <summary>The scope of a nested strategy.</summary>
/// <param name="KeyPrefix">Prefix of the keys of its steps ("worker/2"), unique within the outer strategy.</param>
internal sealed record NestedScope(string KeyPrefix)
{
    /// <summary>Role that serves the nested strategy's "default" role and roles that the workload does not define.</summary>
    public string Role { get; init; } = "default";

    /// <summary>The problem to solve; null for the problem of the outer strategy.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Steps that its first steps wait for.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>Steps with results that its first steps use; null for the same as <see cref="After"/>.</summary>
    public IReadOnlyList<int>? Uses { get; init; }
}

/// <summary>The answer of a nested strategy.</summary>
/// <param name="Text">The answer; null if there is none.</param>
/// <param name="Steps">Steps from which the answer was taken: a step that uses the answer uses these.</param>
/// <param name="LeafSteps">Steps on which none of its other steps depends, and those of <paramref name="Steps"/>: a step that waits for the
/// nested strategy waits for these. If it made no step, its own dependencies.</param>
internal sealed record NestedAnswer(string? Text, IReadOnlyList<int> Steps, IReadOnlyList<int> LeafSteps)
{
    /// <summary>True if there is no answer because required calls failed.</summary>
    public bool CallsFailed { get; init; }
}

/// <summary>Runs strategies inside strategies within one task: they share its budget and its step graph.</summary>
internal static class Nesting
{
    /// <summary>Runs a strategy inside the one that the session belongs to. Several may run concurrently.</summary>
    public static async Task<NestedAnswer> RunNestedAsync(
        this Session session,
        IStrategy strategy,
        NestedScope nest,
        CancellationToken cancellationToken
    )
    {
        var inner = new NestedSession(session, nest);
        var answer = await strategy.SolveAsync(inner, cancellationToken).ConfigureAwait(false);
        return new NestedAnswer(answer.Text, answer.Steps, [.. inner.LeafSteps.Union(answer.Steps).Order()])
        {
            CallsFailed = answer.CallsFailed,
        };
    }
}
