namespace AgentLoad.Client.Commands;

/// <summary>What the command's exit status means.</summary>
public static class ExitCode
{
    /// <summary>Done, and every SLO met.</summary>
    public const int Success = 0;

    /// <summary>Could not be done, or was stopped early.</summary>
    public const int Failure = 1;

    /// <summary>Bad input: a workload, an option, a file.</summary>
    public const int BadInput = 2;

    /// <summary>The run is invalid: the client was the bottleneck, or tasks do not add up.</summary>
    public const int Invalid = 98;

    /// <summary>An SLO was not met.</summary>
    public const int SloFailed = 99;
}
