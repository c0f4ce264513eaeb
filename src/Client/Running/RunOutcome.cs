using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Running;

/// <summary>The result of a run.</summary>
/// <param name="Summary">Summary.</param>
/// <param name="Folder">Folder of the saved run.</param>
/// <param name="Stopped">True if the user stopped the run early.</param>
internal sealed record RunOutcome(RunSummary Summary, string Folder, bool Stopped)
{
    /// <summary>True if the run was stopped because an SLO could no longer be met, or because its first calls all failed alike.</summary>
    public bool EndedEarly { get; init; }

    /// <summary>Exit status of the command.</summary>
    public int ExitCode =>
        Summary.Invalid.Count > 0 ? Commands.ExitCode.Invalid
        : !Summary.SlosMet ? Commands.ExitCode.SloFailed
        : Stopped || AllCallsFailed ? Commands.ExitCode.Failure
        : Commands.ExitCode.Success;

    /// <summary>True if calls were made and none succeeded: the summary then says nothing about the model.</summary>
    public bool AllCallsFailed => Summary.Calls.Count > 0 && Summary.Calls.ByOutcome.All(pair => pair.Value == 0 || !pair.Key.IsGood());
}
