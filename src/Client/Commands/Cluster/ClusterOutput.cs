using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Client.Commands.Cluster;

/// <summary>What <c>cluster --json</c> prints.</summary>
/// <param name="Silos">The active silos.</param>
/// <param name="Runs">The runs.</param>
internal sealed record ClusterOutput(IReadOnlyList<SiloOutput> Silos, IReadOnlyList<RunOutput> Runs)
{
    /// <summary>Creates the output of a cluster.</summary>
    public static ClusterOutput Of(
        IReadOnlyList<SiloDescription> silos,
        IReadOnlyList<(string Id, string Name, RunProgress? Progress)> runs
    ) => new([.. silos.Select(SiloOutput.Of)], [.. runs.Select(run => RunOutput.Of(run.Id, run.Name, run.Progress))]);
}

/// <summary>A silo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version of agentload.</param>
/// <param name="Agents">Number of agents on it.</param>
/// <param name="CpuShare">Share of its machine's CPU time in use, 0 to 1.</param>
/// <param name="MemoryBytes">Memory in use, bytes.</param>
/// <param name="UpSeconds">Time since its start, seconds.</param>
/// <param name="Address">Its address.</param>
internal sealed record SiloOutput(
    string Name,
    string Version,
    int Agents,
    double CpuShare,
    long MemoryBytes,
    double UpSeconds,
    string Address
)
{
    /// <summary>Creates the output of a silo.</summary>
    public static SiloOutput Of(SiloDescription silo) =>
        new(silo.Name, silo.Version, silo.Agents, silo.CpuShare, silo.MemoryBytes, silo.UpSeconds, silo.Address);
}

/// <summary>A run. The properties after the name are null if its silo does not answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="ElapsedSeconds">Time since its start, seconds.</param>
/// <param name="Agents">Number of active agents.</param>
/// <param name="EndedTasks">Number of tasks that have ended.</param>
/// <param name="Silo">Name of the silo that directs it.</param>
internal sealed record RunOutput(
    string Id,
    string Name,
    RunPhase? State,
    double? ElapsedSeconds,
    int? Agents,
    long? EndedTasks,
    string? Silo
)
{
    /// <summary>Creates the output of a run.</summary>
    public static RunOutput Of(string id, string name, RunProgress? progress) =>
        new(
            id,
            name,
            progress?.Phase,
            progress?.ElapsedSeconds,
            progress?.AgentsBySilo.Values.Sum(),
            progress?.Totals.ToTotals().EndedTasks,
            progress?.Silo
        );
}
