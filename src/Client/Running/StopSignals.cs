using System.Runtime.InteropServices;

namespace AgentLoad.Client.Running;

/// <summary>Ctrl-C and SIGTERM: the first asks for a drain, the second for a stop.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public StopSignals(Action<string> say)
    {
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal =>
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        OnSignal(say);
                    }
                )
            ),
        ];
    }

    /// <summary>Cancelled by the first signal: no new tasks.</summary>
    public CancellationToken Drain => _drain.Token;

    /// <summary>Cancelled by the second signal: stop now.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _drain.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(Action<string> say)
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                say("Stopping: no new tasks; those under way may end. Again to stop now.");
                _drain.Cancel();
                break;
            case 2:
                say("Stopping now; what there is is saved.");
                _drain.Cancel();
                _stop.Cancel();
                break;
        }
    }
}
