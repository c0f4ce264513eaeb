namespace AgentLoad.Client.Commands;

/// <summary>Exit statuses of the command.</summary>
internal static class ExitCode
{
    /// <summary>Success; all SLOs were met.</summary>
    public const int Success = 0;

    /// <summary>Failure, or stopped early.</summary>
    public const int Failure = 1;

    /// <summary>Invalid input: workload, option or file.</summary>
    public const int BadInput = 2;

    /// <summary>The run is invalid: the load generator was the bottleneck, or task counts are inconsistent.</summary>
    public const int Invalid = 98;

    /// <summary>An SLO was not met.</summary>
    public const int SloFailed = 99;
}
