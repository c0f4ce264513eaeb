using AgentLoad.Client.Running;
using AgentLoad.Measurement.Tasks;
using AgentLoad.Simulation.Http;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>
/// Estimated cost of a study, from a few tasks of each cell on a simulated node in this process. Cells with shaped agents make the same
/// calls as in the study; cells with live agents react to the texts of the simulated node.
/// </summary>
/// <param name="Cells">Calls and tokens of each cell over all seeds, by cell id.</param>
internal sealed record StudyEstimate(IReadOnlyDictionary<int, (double Calls, double Tokens)> Cells)
{
    /// <summary>Tasks that are run for each cell.</summary>
    public const int TasksPerCell = 3;

    /// <summary>Estimated tokens of the whole study.</summary>
    public double Tokens => Cells.Values.Sum(cell => cell.Tokens);

    /// <summary>Estimated calls of the whole study.</summary>
    public double Calls => Cells.Values.Sum(cell => cell.Calls);

    /// <summary>Runs the tasks of every cell and computes the estimate.</summary>
    public static async Task<StudyEstimate> ComputeAsync(Study study, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await using var node = (await DryRun.StartNodeAsync(timeProvider, cancellationToken));
        var estimates = study.Cells.Select(async cell =>
            (cell.Id, Cost: await EstimateCellAsync(study, cell, node, timeProvider, cancellationToken))
        );
        return new StudyEstimate((await Task.WhenAll(estimates)).ToDictionary(cell => cell.Id, cell => cell.Cost));
    }

    private static async Task<(double Calls, double Tokens)> EstimateCellAsync(
        Study study,
        StudyCell cell,
        SimulatedNode node,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        var planned = cell.Workload.Load.Tasks!.Value;
        var records = await DryRun.RunAsync(
            cell.Workload with
            {
                Seed = study.Seed,
                Groups = [cell.Workload.Groups[0]],
            },
            (int)Math.Min(TasksPerCell, planned),
            node,
            timeProvider,
            cancellationToken
        );
        var metrics = records.Select(TaskMetrics.Of).ToArray();
        var factor = (double)planned * study.Seeds / Math.Max(1, metrics.Length);
        return (metrics.Sum(task => task.Calls) * factor, metrics.Sum(task => task.TotalTokens ?? 0) * factor);
    }
}
