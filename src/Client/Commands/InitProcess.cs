using System.Runtime.InteropServices;

namespace AgentLoad.Client.Commands;

/// <summary>
/// The first process of a container. The kernel keeps signals from it that it does not handle itself, and .NET handles none unasked:
/// 'docker stop' and a pod's deletion would wait for their whole grace period.
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
                        // Whoever registered later, as a run does, was asked before us, and wants to end in its own way.
                        if (!context.Cancel)
                        {
                            Environment.Exit(128 + s.Number);
                        }
                    }
                )
            ),
        ];

    /// <summary>Ends this process when it is asked to, where it is the first of its container; elsewhere the system does.</summary>
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
