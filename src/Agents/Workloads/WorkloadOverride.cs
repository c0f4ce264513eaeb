namespace AgentLoad.Agents.Workloads;

/// <summary>Overrides one setting of a workload before it is validated.</summary>
/// <param name="Text">"path=value", such as "load.agents=50".</param>
/// <param name="Option">The command-line option that sets the value, such as "--agents"; null for <c>--set</c>.</param>
internal sealed record WorkloadOverride(string Text, string? Option = null)
{
    /// <summary>An override from a <c>--set</c> argument.</summary>
    public static implicit operator WorkloadOverride(string text) => new(text);
}
