using System.Diagnostics;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Execution;

/// <summary>Measures the health of the process that hosts agents, from its creation on.</summary>
internal sealed class HostHealth(TimeProvider timeProvider)
{
    private readonly long _started = timeProvider.GetTimestamp();
    private readonly DateTimeOffset _startedUtc = timeProvider.GetUtcNow();
    private readonly TimeSpan _processorTime = Environment.CpuUsage.TotalTime;
    private readonly TimeSpan _pauses = GC.GetTotalPauseDuration();
    private readonly long _heldBack = CallSlots.Shared.QueuedCalls;

    /// <summary>Health of the process since the start. It includes the work of an embedded node.</summary>
    public ClientHealth Read()
    {
        var elapsed = timeProvider.GetElapsedTime(_started).TotalSeconds;
        var pauses = (GC.GetTotalPauseDuration() - _pauses).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new ClientHealth
        {
            Cores = Environment.ProcessorCount,
            CpuShare =
                elapsed > 0 ? (Environment.CpuUsage.TotalTime - _processorTime).TotalSeconds / elapsed / Environment.ProcessorCount : null,
            GcPauseTotalSeconds = pauses,
            GcPauseShare = elapsed > 0 ? pauses / elapsed : null,
            QueuedCalls = CallSlots.Shared.QueuedCalls - _heldBack,
            MaxConcurrentCalls = CallSlots.Shared.Limit,
            ClockJumpSeconds = (timeProvider.GetUtcNow() - _startedUtc).TotalSeconds - elapsed,
            PeakMemoryBytes = process.PeakWorkingSet64,
        };
    }
}
