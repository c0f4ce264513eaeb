using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Simulation.Http;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>The models of a study: checked and loaded before the first task of the first cell, simulated nodes started.</summary>
internal sealed class StudyModels : IAsyncDisposable
{
    private readonly List<SimulatedNode> _nodes = [];
    private readonly Dictionary<string, (SimulatedNode? Node, AgentHosts Hosts)> _byName = new(StringComparer.Ordinal);

    private StudyModels() { }

    /// <summary>Connects to every model that a cell names; on a cluster its silos do that, for each run.</summary>
    public static async Task<StudyModels> OpenAsync(
        Study study,
        HostChoice choice,
        TimeProvider timeProvider,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        var models = new StudyModels();
        try
        {
            foreach (var cells in study.Cells.GroupBy(cell => cell.Model))
            {
                var workload = cells.First().Workload;
                SimulatedNode? node = null;
                if (!workload.Endpoints.ContainsKey("default"))
                {
                    node = await SimulatedNodes.StartAsync(
                        workload.Node,
                        new SimulatedNodeOptions
                        {
                            Models = [new SimulatedModel(SimulatedNodes.ModelName)],
                            Seed = unchecked((ulong)study.Seed),
                        },
                        timeProvider,
                        cancellationToken
                    );
                    models._nodes.Add(node);
                }

                // What one cell needs of a model (thinking, context) all of them do: they share its settings.
                var served = node is null ? workload : workload.WithNode(node);
                models._byName[cells.Key] = (node, await AgentHosts.OpenAsync(choice, served, null, timeProvider, say, cancellationToken));
            }

            return models;
        }
        catch
        {
            await models.DisposeAsync();
            throw;
        }
    }

    /// <summary>The workload of a unit, with its seed and where it is served, and the hosts of its agents.</summary>
    public (Workload Workload, AgentHosts Hosts) GetHosts(StudyUnit unit)
    {
        var (node, hosts) = _byName[unit.Cell.Model];
        var workload = unit.Cell.Workload with { Seed = unit.Seed, Name = $"cell-{unit.Cell.Id}-seed-{unit.Seed}" };
        return (node is null ? workload : workload.WithNode(node), hosts);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, hosts) in _byName.Values)
        {
            await hosts.DisposeAsync();
        }

        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}
