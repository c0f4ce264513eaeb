using System.Runtime.InteropServices;

namespace AgentLoad.Client.Commands;

/// <summary>
/// Signal handling for the init process (PID 1) of a container. The kernel does not deliver unhandled signals to PID 1, so without a
/// handler 'docker stop' and the deletion of a pod would wait for the whole grace period.
/// </summary>
internal sealed class InitProcess : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    private InitProcess(params (PosixSignal Signal, int Number)[] signals) =>
        _registrations = [
            .. signals.Select(s =>
                PosixSignalRegistration.Create(
                    s.Signal,
                    context =>
                    {
                        // Handlers registered later, such as those of a run, are called first and cancel the default action.
                        if (!context.Cancel)
                        {
                            Environment.Exit(128 + s.Number);
                        }
                    }
                )
            ),
        ];

    /// <summary>Registers handlers that exit on SIGTERM and SIGINT if this process is PID 1. Returns null otherwise.</summary>
    public static IDisposable? ExitOnSignals() =>
        Environment.ProcessId == 1 ? new InitProcess((PosixSignal.SIGTERM, 15), (PosixSignal.SIGINT, 2)) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
