using System.Globalization;
using AgentLoad.Silo.Contracts;

namespace AgentLoad.Silo.Clients;

/// <summary>What a cluster has to say to a user.</summary>
internal static class Words
{
    public static string Of(Loss loss) => string.Create(
        CultureInfo.InvariantCulture,
        $"Silo {loss.Silo} died {loss.AtSeconds:0.0} s into the run: {loss.Agents} agents begin again elsewhere, {loss.RestartedTasks} tasks anew; the run is degraded.");
}
