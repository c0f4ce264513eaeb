using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;

namespace AgentLoad.Agents.Sessions;

/// <summary>What a strategy may ask for while it works on one problem. Calls of one session may run at once.</summary>
public abstract class Session
{
    /// <summary>The problem.</summary>
    public abstract Problem Problem { get; }

    /// <summary>Who decides: the model's text, or a behaviour model.</summary>
    public abstract IBehaviour Behaviour { get; }

    /// <summary>True where the model of a role takes tools natively; else they are described in the prompt and parsed from text.</summary>
    public abstract bool HasNativeTools(string role);

    /// <summary>True where the workload names the role; a role that it does not name is served by the role around it, at last by "default".</summary>
    public abstract bool HasRole(string role);

    /// <summary>
    /// Makes a call and records it as a step, with the retries that the workload grants. A failed call is a reply that is not good.
    /// </summary>
    /// <exception cref="OutOfBudgetException">The task's budget is spent: let it pass.</exception>
    /// <exception cref="OperationCanceledException">The branch or the run was given up: let it pass.</exception>
    public abstract Task<Reply> CallAsync(CallSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Makes calls that wait for none of each other, all at once, and waits for all. Where the workload spreads its tasks, a wide wave is
    /// shared by the hosts of the run; the steps are the same wherever they are made.
    /// </summary>
    /// <returns>The replies, in the order of the calls.</returns>
    public virtual Task<Reply[]> WaveAsync(IReadOnlyList<CallSpec> wave, CancellationToken cancellationToken) =>
        Task.WhenAll(wave.Select(spec => CallAsync(spec, cancellationToken)));

    /// <summary>Executes a tool and records it as a step. An unknown tool or bad arguments give an observation that says so.</summary>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">JSON text.</param>
    /// <param name="key">Its place in the search, unique within the task.</param>
    /// <param name="after">Steps whose results it waited for and uses.</param>
    /// <param name="cancellationToken">Gives the branch up.</param>
    public abstract Task<Observation> ToolAsync(
        string name,
        string arguments,
        string key,
        IReadOnlyList<int> after,
        CancellationToken cancellationToken
    );

    /// <summary>Runs a tool of the strategy's own and records it as a step.</summary>
    public abstract Task<Observation> ToolAsync(ToolStep tool, CancellationToken cancellationToken);

    /// <summary>Waits, in the run's time.</summary>
    public abstract Task PauseAsync(TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Random numbers that depend on the task's seed and the key alone.</summary>
    public abstract Random Random(string key);

    /// <summary>Counts a reply that held nothing the strategy could parse.</summary>
    public abstract void CountParseFailure();
}

/// <summary>The task's budget is spent. The session throws it; the host ends the task with it; a strategy lets it pass.</summary>
/// <param name="budget">The budget that is spent.</param>
/// <param name="message">One line that says how much of it.</param>
public sealed class OutOfBudgetException(Measurement.Records.TaskBudgetKind budget, string message) : Exception(message)
{
    /// <summary>The budget that is spent.</summary>
    public Measurement.Records.TaskBudgetKind Budget { get; } = budget;
}
