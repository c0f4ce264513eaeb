using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>
/// A part of the work of one task that runs on another silo. The key is its number and the position of the part in the run. Parts
/// with neighboring numbers run on different silos.
/// </summary>
[Alias("agentload.IBranchGrain")]
internal interface IBranchGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>
    /// Makes the calls of a part and returns their steps. Repeating the call while the grain is active returns the same steps.
    /// </summary>
    [Alias("Do"), ResponseTimeout("01:00:00")]
    Task<CarriedData> DoAsync(BranchRequest order);
}
