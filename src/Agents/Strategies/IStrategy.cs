using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies;

/// <summary>
/// Solves problems. A strategy has no access to HTTP, grains, clocks or files. It requests calls, tools, decisions and random numbers from
/// its session, which records every step with the steps it depends on.
/// </summary>
internal interface IStrategy
{
    /// <summary>Name in workloads and records ("tree-of-thoughts").</summary>
    string Name { get; }

    /// <summary>Solves the session's problem and returns the answer, if any.</summary>
    Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken);
}

/// <summary>The result of a strategy.</summary>
/// <param name="Text">The answer; null if there is none.</param>
/// <param name="Steps">Ids of the steps that produced the answer.</param>
internal sealed record Answer(string? Text, IReadOnlyList<int> Steps)
{
    /// <summary>True if there is no answer because required calls failed.</summary>
    public bool CallsFailed { get; init; }

    /// <summary>No answer, because all calls that the strategy required failed.</summary>
    public static Answer Failed { get; } = new(null, []) { CallsFailed = true };

    /// <summary>No answer, although calls succeeded.</summary>
    public static Answer NoAnswer { get; } = new(null, []);
}
