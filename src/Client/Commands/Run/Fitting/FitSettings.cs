namespace AgentLoad.Client.Commands.Run.Fitting;

/// <summary>What of a run is fitted to the server, because the command line does not set it.</summary>
/// <param name="Agents">True to fit the number of agents.</param>
/// <param name="End">True to choose the number of tasks.</param>
/// <param name="Width">True to narrow strategies with wide waves of calls.</param>
internal readonly record struct FitSettings(bool Agents, bool End, bool Width)
{
    /// <summary>Nothing.</summary>
    public static FitSettings None => default;

    /// <summary>Number of slots set by the user; null to probe the server.</summary>
    public int? Slots { get; init; }

    /// <summary>True if anything is fitted.</summary>
    public bool IsAny => Agents || End || Width;
}
