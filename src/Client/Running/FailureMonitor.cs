using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Running;

/// <summary>Notices that a run cannot succeed: its first calls all fail alike, so further calls would fail as well.</summary>
internal sealed partial class FailureMonitor
{
    /// <summary>Number of calls that must fail alike.</summary>
    public const int Calls = 20;

    private string? _first;
    private string? _message;
    private int _failures;
    private bool _isDecided;

    /// <summary>Reason to stop the run, one sentence; null if there is none.</summary>
    public string? Reason { get; private set; }

    /// <summary>Adds the calls of a task.</summary>
    public void Observe(TaskRecord task)
    {
        foreach (var call in task.Steps.Select(step => step.Call).OfType<CallRecord>())
        {
            if (_isDecided)
            {
                return;
            }

            Observe(call);
        }
    }

    private void Observe(CallRecord call)
    {
        if (call.Outcome is CallOutcome.Cancelled or CallOutcome.Aborted)
        {
            return;
        }

        // Overload and timeouts are what a load test is for; the other failures have a cause that load does not explain.
        var kind = call.Outcome is CallOutcome.Rejected or CallOutcome.ServerError or CallOutcome.Incomplete or CallOutcome.ConnectionFailed
            ? $"{call.Outcome}: {Numbers().Replace(call.Error ?? "", "#")}"
            : null;
        _first ??= kind;
        _message ??= call.Error;
        if (kind is null || kind != _first)
        {
            _isDecided = true;
            return;
        }

        if (++_failures == Calls)
        {
            _isDecided = true;
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"The first {Calls} calls all failed alike ({EnumText.Of(call.Outcome.ToString())}: {_message ?? "no message"})."
            );
        }
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
