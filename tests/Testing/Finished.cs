using Shouldly;

namespace AgentLoad.Testing;

/// <summary>A command that exited.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    private const int InvalidRun = 98;

    private static readonly string[] SlowClient = ["INVALID: The client", "Bottleneck: load generator"];

    /// <summary>Standard output and standard error.</summary>
    public string All => Output + Error;

    /// <summary>
    /// Asserts the exit code. A run or sweep that is invalid only because the client was too slow passes too: the machine of the tests is
    /// shared.
    /// </summary>
    public void ShouldExit(int code)
    {
        if (ExitCode != InvalidRun || !SlowClient.Any(reason => All.Contains(reason, StringComparison.Ordinal)))
        {
            ExitCode.ShouldBe(code, All);
        }
    }
}
