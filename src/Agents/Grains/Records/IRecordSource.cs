using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Records;

/// <summary>Where the records of a run come from.</summary>
internal interface IRecordSource
{
    /// <summary>
    /// Gives every record of the run to <paramref name="save"/>, once and in turn; after <paramref name="ended"/> only what is left.
    /// </summary>
    Task ReadAllAsync(Func<TaskRecord, ValueTask> save, CancellationToken ended);
}
