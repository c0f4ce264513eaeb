using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>A task before it starts. The same workload and seed give the same tasks in the same order.</summary>
/// <param name="Id">Number in the run, from 0.</param>
/// <param name="Group">Agent group.</param>
/// <param name="Number">Index of the problem within the group's kind of problem, from 0. Together with the group it identifies the
/// task.</param>
/// <param name="LazyProblem">Creates the problem on first use: planning does not need it, and creating it may be slow.</param>
/// <param name="Seed">Seed of all randomness in the task.</param>
/// <param name="IsBaseline">True for the single direct call with which tasks on the same problem are compared.</param>
internal sealed record PlannedTask(long Id, AgentGroup Group, long Number, Lazy<Problem> LazyProblem, ulong Seed, bool IsBaseline)
{
    /// <summary>The problem.</summary>
    public Problem Problem => LazyProblem.Value;

    /// <summary>Attempt, from 1; greater than 1 if the host of an earlier attempt was lost.</summary>
    public int Attempt { get; init; } = 1;
}
