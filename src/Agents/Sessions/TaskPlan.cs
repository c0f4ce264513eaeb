using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Sessions;

/// <summary>All that one task attempt needs, resolved and seeded.</summary>
public sealed record TaskPlan
{
    /// <summary>Number of the task in the run, from 0.</summary>
    public required long Id { get; init; }

    /// <summary>Attempt, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Number of the agent that does it.</summary>
    public required int Agent { get; init; }

    /// <summary>Agent group of the workload.</summary>
    public required string Group { get; init; }

    /// <summary>True for a direct call on the same problem, made to compare with.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Seconds since the start of the run at which it should have started; null for when it starts.</summary>
    public double? IntendedStart { get; init; }

    /// <summary>What is asked.</summary>
    public required Problem Problem { get; init; }

    /// <summary>How it is solved.</summary>
    public required IStrategy Strategy { get; init; }

    /// <summary>Who decides.</summary>
    public required IBehaviour Behaviour { get; init; }

    /// <summary>Seed of all that is random in the task.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What serves each role; "default" serves those that are not named.</summary>
    public required IReadOnlyDictionary<string, RoleBinding> Roles { get; init; }

    /// <summary>
    /// True where the strategy asks for the same steps when it gets the same replies, as all of the catalogue do: then the task can stop
    /// between two steps and go on elsewhere.
    /// </summary>
    public bool CanMove { get; init; } = true;

    /// <summary>Hosts that share wide waves of its calls; null where it stays on one.</summary>
    public ISpread? Spread { get; init; }

    /// <summary>What happens after a failed call.</summary>
    public RetrySettings Retry { get; init; } = new();

    /// <summary>Limits on what the task may use.</summary>
    public BudgetSettings Budget { get; init; } = new();

    /// <summary>Longest time a call may take; null for no limit.</summary>
    public TimeSpan? Deadline { get; init; }
}
