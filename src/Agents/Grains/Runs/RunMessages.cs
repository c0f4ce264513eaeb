using System.Globalization;
using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>What a cluster has to say to a user.</summary>
internal static class RunMessages
{
    /// <summary>Of a run that is known, but whose grain is nowhere at the moment.</summary>
    public static string NotAnswering(string runId) =>
        $"Run {runId} does not answer: its silo may be gone, and another takes it over within half a minute. Waiting for it (agentload cluster shows the silos).";

    public static string SiloLost(Loss loss) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Silo {loss.Silo} died {loss.AtSeconds:0.0} s into the run: {loss.Agents} agents begin again elsewhere, {loss.RestartedTasks} tasks anew; the run is degraded."
        );
}
