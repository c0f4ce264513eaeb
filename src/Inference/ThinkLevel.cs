namespace AgentLoad.Inference;

/// <summary>Whether and how long a model thinks before it answers.</summary>
internal enum ThinkLevel
{
    /// <summary>The model does not think.</summary>
    Off,

    /// <summary>The model thinks as long as it does by default.</summary>
    On,

    /// <summary>Low effort.</summary>
    Low,

    /// <summary>Medium effort.</summary>
    Medium,

    /// <summary>High effort.</summary>
    High,

    /// <summary>The highest effort of the model.</summary>
    Max,
}

/// <summary>Names of think levels.</summary>
internal static class ThinkLevels
{
    /// <summary>
    /// Returns the name of an effort as servers expect it; null for <see cref="ThinkLevel.Off"/> and <see cref="ThinkLevel.On"/>.
    /// </summary>
    public static string? Effort(this ThinkLevel level) =>
        level switch
        {
            ThinkLevel.Low => "low",
            ThinkLevel.Medium => "medium",
            ThinkLevel.High => "high",
            ThinkLevel.Max => "max",
            _ => null,
        };
}
