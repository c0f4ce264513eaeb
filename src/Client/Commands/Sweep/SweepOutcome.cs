using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>How a sweep ended.</summary>
/// <param name="Result">Measured steps and the verdict.</param>
/// <param name="Stopped">True if the user stopped the sweep.</param>
/// <param name="ServerUnreachable">True if a model server stopped answering.</param>
internal sealed record SweepOutcome(SweepResult Result, bool Stopped, bool ServerUnreachable)
{
    /// <summary>Exit status of the command.</summary>
    public int ExitCode =>
        Result.Steps.Count == 0 || Stopped || ServerUnreachable ? Commands.ExitCode.Failure
        : Result is { LimitingResource: BottleneckFinder.LoadGenerator } ? Commands.ExitCode.Invalid
        : Result.Knee is null ? Commands.ExitCode.SloFailed
        : Commands.ExitCode.Success;
}
