namespace AgentLoad.Client.Commands;

/// <summary>An error that the user can fix. The message describes the problem and the fix, one line per problem.</summary>
internal sealed class UserErrorException(string message, int exitCode = ExitCode.Failure) : Exception(message)
{
    /// <summary>Exit status of the command.</summary>
    public int ExitCode { get; } = exitCode;
}
