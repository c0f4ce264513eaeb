using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>
/// A part of the work of one task, done on another silo than the rest; its key is its number and the place of the part in the run. Parts
/// of neighbouring numbers live on different silos.
/// </summary>
[Alias("agentload.IBranchGrain")]
public interface IBranchGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>Makes the calls of a part and gives their steps. Asking again while it lives gives the same steps.</summary>
    [Alias("Do"), ResponseTimeout("01:00:00")]
    Task<CarriedData> DoAsync(BranchRequest order);
}
