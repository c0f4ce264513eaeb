using System.Globalization;
using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Messages to the user about a run on a cluster.</summary>
internal static class RunMessages
{
    /// <summary>A run that exists, but does not answer.</summary>
    public static string NotAnswering(string runId) =>
        $"Run {runId} does not answer. Its silo may have died; another silo takes over within 30 s. Waiting (agentload "
        + "cluster lists the silos).";

    public static string SiloLost(Loss loss) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Silo {loss.Silo} died {loss.AtSeconds:0.0} s into the run: {loss.Agents} agents restart on other silos, "
                + $"{loss.RestartedTasks} tasks are retried. The run is degraded."
        );
}
