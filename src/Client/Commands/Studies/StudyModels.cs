using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Simulation.Http;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Hosts and simulated nodes of the models of a study, opened before the first task.</summary>
internal sealed class StudyModels : IAsyncDisposable
{
    private readonly List<SimulatedNode> _nodes = [];
    private readonly Salt _salt;
    private readonly Dictionary<string, (SimulatedNode? Node, AgentHosts Hosts)> _byName = new(StringComparer.Ordinal);

    private StudyModels(Salt salt) => _salt = salt;

    /// <summary>Connects to every model and starts the simulated nodes. On a cluster, the silos connect at each run.</summary>
    public static async Task<StudyModels> OpenAsync(
        Study study,
        HostChoice choice,
        TimeProvider timeProvider,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        var models = new StudyModels(study.Cells[0].Workload.Salt.Draw());
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

                // All cells of a model share its settings (thinking, context), so the first cell stands for all.
                var served = node is null ? workload : workload.WithNode(node);
                models._byName[cells.Key] = (
                    node,
                    await AgentHosts.OpenAsync(choice, served, null, timeProvider, report, cancellationToken)
                );
            }

            return models;
        }
        catch
        {
            await models.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the workload of a unit, with seed and endpoints, and the agent hosts to run it.</summary>
    public (Workload Workload, AgentHosts Hosts) GetHosts(StudyUnit unit)
    {
        var (node, hosts) = _byName[unit.Cell.Model];
        var name = $"cell-{unit.Cell.Id}-seed-{unit.Seed}";
        var workload = unit.Cell.Workload with { Seed = unit.Seed, Name = name, Salt = _salt.Part(name) };
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
