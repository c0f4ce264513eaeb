using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Tests.Grains.Runs;

/// <summary>A workload of the tests of a run's parts, with its schedule and assignments.</summary>
internal static class TestWorkload
{
    public const string Text =
        "{groups: [{name: a, problem: game24, strategy: direct}], load: {agents: 6, tasks: 20}, baseline: 0, "
        + "endpoints: {default: {url: 'http://h', model: m}}}";

    public static Schedule Schedule() =>
        new(WorkloadFile.Parse(Text, "test", WorkloadInputs.Default).Workload!, WorkloadInputs.Default.Problems);

    /// <summary>Assignments whose schedule has counted its agents.</summary>
    public static TaskAssignments Assignments(out Schedule schedule)
    {
        schedule = Schedule();
        schedule.AgentsWanted(0);
        return new TaskAssignments(schedule);
    }
}
