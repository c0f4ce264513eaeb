using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>A task before anybody works on it. The same workload and seed give the same tasks in the same order.</summary>
/// <param name="Id">Number in the run, from 0.</param>
/// <param name="Group">Agent group.</param>
/// <param name="Number">Which of the group's kind of problem it is, from 0; with the group it says what the task is.</param>
/// <param name="Made">Makes the problem, once, when somebody works on it: who only plans tasks has no need of it, and some take long to make.</param>
/// <param name="Seed">Seed of all that is random in the task.</param>
/// <param name="IsBaseline">True for the one direct call that the group's tasks on the same problem are compared with.</param>
public sealed record PlannedTask(long Id, AgentGroup Group, long Number, Lazy<Problem> Made, ulong Seed, bool IsBaseline)
{
    /// <summary>The problem.</summary>
    public Problem Problem => Made.Value;

    /// <summary>Attempt, from 1; above 1 where the host of an earlier one died.</summary>
    public int Attempt { get; init; } = 1;
}
