using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies;

/// <summary>
/// How a problem is solved. A strategy sees no HTTP, no actor, no clock and no file: it asks its session for calls, tools,
/// decisions and random numbers, and the session records every step with the steps that it waited for.
/// </summary>
public interface IStrategy
{
    /// <summary>The name in workloads and records ("tree-of-thoughts").</summary>
    string Name { get; }

    /// <summary>Works on the session's problem until it answers or gives up.</summary>
    Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken);
}

/// <summary>What a strategy came to.</summary>
/// <param name="Text">The answer, or null where it gave up.</param>
/// <param name="Steps">Ids of the steps that the answer was taken from.</param>
public sealed record Answer(string? Text, IReadOnlyList<int> Steps)
{
    /// <summary>True where there is no answer because calls that it needed failed.</summary>
    public bool CallsFailed { get; init; }

    /// <summary>The strategy could not go on, because all of a set of calls that it needed failed.</summary>
    public static Answer Failed { get; } = new(null, []) { CallsFailed = true };

    /// <summary>The strategy gave up, though its calls went well.</summary>
    public static Answer NoAnswer { get; } = new(null, []);
}
