using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;

namespace AgentLoad.Agents.Sessions;

/// <summary>The operations that a strategy can use while it works on one problem. Calls of one session may run concurrently.</summary>
internal abstract class Session
{
    /// <summary>The problem.</summary>
    public abstract Problem Problem { get; }

    /// <summary>Makes decisions: from the model's text (live), or from a behavior model (shaped).</summary>
    public abstract IBehaviour Behaviour { get; }

    /// <summary>
    /// True if the model of a role supports native tool calling; otherwise tools are described in the prompt and parsed from the text.
    /// </summary>
    public abstract bool HasNativeTools(string role);

    /// <summary>
    /// True if the workload defines the role. An undefined role falls back to the enclosing role and finally to "default".
    /// </summary>
    public abstract bool HasRole(string role);

    /// <summary>Makes a call and records it as a step, with the configured retries. A failed call returns an unsuccessful reply.</summary>
    /// <exception cref="OutOfBudgetException">The task's budget is spent. A strategy must not catch it.</exception>
    /// <exception cref="OperationCanceledException">The branch or the run was cancelled. A strategy must not catch it.</exception>
    public abstract Task<Reply> CallAsync(CallSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Makes independent calls concurrently and waits for all of them. If the workload enables spreading, a wide wave is distributed over
    /// the hosts of the run; the resulting steps are the same.
    /// </summary>
    /// <returns>The replies, in the order of the calls.</returns>
    public virtual Task<Reply[]> WaveAsync(IReadOnlyList<CallSpec> wave, CancellationToken cancellationToken) =>
        Task.WhenAll(wave.Select(spec => CallAsync(spec, cancellationToken)));

    /// <summary>
    /// Runs a tool and records it as a step. An unknown tool or invalid arguments return an observation that describes the error.
    /// </summary>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">Arguments as JSON text.</param>
    /// <param name="key">Position in the search, unique within the task.</param>
    /// <param name="after">Steps that it waited for, and that it uses the results of.</param>
    /// <param name="cancellationToken">Cancels the branch.</param>
    public abstract Task<Observation> ToolAsync(
        string name,
        string arguments,
        string key,
        IReadOnlyList<int> after,
        CancellationToken cancellationToken
    );

    /// <summary>Runs a tool that the strategy itself provides and records it as a step.</summary>
    public abstract Task<Observation> ToolAsync(ToolStep tool, CancellationToken cancellationToken);

    /// <summary>Waits for a time span of the run's clock.</summary>
    public abstract Task PauseAsync(TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Returns a random number generator that depends only on the task's seed and the key.</summary>
    public abstract Random Random(string key);

    /// <summary>Counts a reply that the strategy could not parse.</summary>
    public abstract void CountParseFailure();
}

/// <summary>
/// The task's budget is spent. Thrown by the session and handled by the host, which ends the task; strategies must not catch it.
/// </summary>
/// <param name="budget">The budget that is spent.</param>
/// <param name="message">One-line description of the spent budget.</param>
internal sealed class OutOfBudgetException(Measurement.Records.TaskBudgetKind budget, string message) : Exception(message)
{
    /// <summary>The budget that is spent.</summary>
    public Measurement.Records.TaskBudgetKind Budget { get; } = budget;
}
