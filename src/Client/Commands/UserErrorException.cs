namespace AgentLoad.Client.Commands;

/// <summary>Something the user can mend: the message says what is wrong and what to do, in one line or one line for each thing.</summary>
public sealed class UserErrorException(string message, int exitCode = ExitCode.Failure) : Exception(message)
{
    /// <summary>Exit status of the command.</summary>
    public int ExitCode { get; } = exitCode;
}
