using System.Runtime.InteropServices;

namespace AgentLoad.Client.Running;

/// <summary>Handles SIGINT (Ctrl-C) and SIGTERM: the first signal requests a drain, the second an immediate stop.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private static volatile bool _isStopping;
    private int _count;

    /// <summary>True once the running command received a signal to stop.</summary>
    public static bool IsStopping => _isStopping;

    /// <summary>Registers the signal handlers.</summary>
    /// <param name="report">Receives progress lines for the user.</param>
    public StopSignals(Action<string> report)
    {
        _isStopping = false;
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal =>
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        OnSignal(report);
                    }
                )
            ),
        ];
    }

    /// <summary>Cancelled by the first signal: no new tasks are started.</summary>
    public CancellationToken Drain => _drain.Token;

    /// <summary>Cancelled by the second signal: running tasks are aborted.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Both tokens.</summary>
    public StopTokens Tokens => new(Drain, Stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _drain.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(Action<string> report)
    {
        _isStopping = true;
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                report("Stopping: no new tasks are started; running tasks may finish. Press Ctrl-C again to stop immediately.");
                _drain.Cancel();
                break;
            case 2:
                report("Stopping immediately; saving completed tasks.");
                _drain.Cancel();
                _stop.Cancel();
                break;
        }
    }
}
