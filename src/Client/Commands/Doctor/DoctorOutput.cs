using AgentLoad.Silo.Clients;

namespace AgentLoad.Client.Commands.Doctor;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="IsReady">True if a run can start.</param>
/// <param name="Checks">The checks, in the order of the text.</param>
internal sealed record DoctorOutput(bool IsReady, IReadOnlyList<CheckOutput> Checks)
{
    /// <summary>Creates the output of checks.</summary>
    public static DoctorOutput Of(IReadOnlyList<CheckResult> checks) =>
        new(
            checks.All(check => check.IsGood || check.IsWarning),
            [
                .. checks.Select(check => new CheckOutput(
                    check.Subject,
                    check.IsGood ? CheckStatus.Ok
                        : check.IsWarning ? CheckStatus.Warning
                        : CheckStatus.Failure,
                    check.Text
                )),
            ]
        );
}

/// <summary>One check.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Status">Its status.</param>
/// <param name="Text">What was found, with the remedy if it is not good.</param>
internal sealed record CheckOutput(string Subject, CheckStatus Status, string Text);

/// <summary>Status of a check.</summary>
internal enum CheckStatus
{
    /// <summary>Nothing needs to be done.</summary>
    Ok,

    /// <summary>A run is possible despite the problem.</summary>
    Warning,

    /// <summary>A run cannot start.</summary>
    Failure,
}
