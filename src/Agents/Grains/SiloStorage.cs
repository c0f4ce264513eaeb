namespace AgentLoad.Agents.Grains;

/// <summary>Names of what grains keep.</summary>
internal static class SiloStorage
{
    /// <summary>Storage of the grains' state.</summary>
    public const string Name = "agentload";

    /// <summary>Reminder that revives a run.</summary>
    public const string Reminder = "revive";
}
