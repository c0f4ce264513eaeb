using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Load;

/// <summary>A task before anybody works on it. The same workload and seed give the same tasks in the same order.</summary>
/// <param name="Id">Number in the run, from 0.</param>
/// <param name="Group">Agent group.</param>
/// <param name="Problem">The problem.</param>
/// <param name="Seed">Seed of all that is random in the task.</param>
/// <param name="IsBaseline">True for the one direct call that the group's tasks on the same problem are compared with.</param>
public sealed record PlannedTask(long Id, AgentGroup Group, Problem Problem, ulong Seed, bool IsBaseline);
