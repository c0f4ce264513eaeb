using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Sessions;

/// <summary>Everything that one task attempt needs, resolved and seeded.</summary>
internal sealed record TaskPlan
{
    /// <summary>Number of the task in the run, from 0.</summary>
    public required long Id { get; init; }

    /// <summary>Attempt, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Number of the agent.</summary>
    public required int Agent { get; init; }

    /// <summary>Agent group of the workload.</summary>
    public required string Group { get; init; }

    /// <summary>True for the direct call with which tasks on the same problem are compared.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Intended start in seconds since the start of the run; null for the actual start.</summary>
    public double? IntendedStart { get; init; }

    /// <summary>The problem.</summary>
    public required Problem Problem { get; init; }

    /// <summary>The strategy.</summary>
    public required IStrategy Strategy { get; init; }

    /// <summary>Makes decisions: from the model's text (live), or from a behavior model (shaped).</summary>
    public required IBehaviour Behaviour { get; init; }

    /// <summary>Seed of all randomness in the task.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Text at the head of every prompt.</summary>
    public Salt Salt { get; init; } = Salt.None;

    /// <summary>Prompts of the run's other tasks; null if they are unknown.</summary>
    public RunPrompts? RunPrompts { get; init; }

    /// <summary>Bindings by role; "default" serves undefined roles.</summary>
    public required IReadOnlyDictionary<string, RoleBinding> Roles { get; init; }

    /// <summary>
    /// True if the strategy requests the same steps when it receives the same replies, as every built-in strategy does. Such a task can
    /// stop between two steps and continue on another host.
    /// </summary>
    public bool CanMove { get; init; } = true;

    /// <summary>Distributes wide waves of calls over several hosts; null to make all calls on one host.</summary>
    public IWaveDistributor? Distributor { get; init; }

    /// <summary>Retries of failed calls.</summary>
    public RetrySettings Retry { get; init; } = new();

    /// <summary>Limits of the task.</summary>
    public BudgetSettings Budget { get; init; } = new();

    /// <summary>Timeout of a call; null for none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Returns the binding of a role; that of "default" if the role is undefined.</summary>
    internal RoleBinding RoleOf(string role) => Roles.TryGetValue(role, out var bound) ? bound : Roles["default"];
}
