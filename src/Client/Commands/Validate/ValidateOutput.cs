using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Validate;

/// <summary>What <c>validate --json</c> prints.</summary>
/// <param name="Valid">True if the workload is valid.</param>
/// <param name="Errors">The errors, one per line of the text; empty if it is valid.</param>
/// <param name="Workload">Its extent; null if it is not valid.</param>
internal sealed record ValidateOutput(bool Valid, IReadOnlyList<string> Errors, WorkloadOutput? Workload);

/// <summary>Extent of a workload.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Groups">Names of its groups.</param>
/// <param name="Agents">Maximum number of agents.</param>
/// <param name="Tasks">Number of tasks; null if the run ends by time.</param>
/// <param name="DurationSeconds">Duration, seconds; null if the run ends by tasks.</param>
/// <param name="Simulated">True if a run starts a simulated node.</param>
/// <param name="Traces">The traces of arrivals that it uses.</param>
internal sealed record WorkloadOutput(
    string Name,
    IReadOnlyList<string> Groups,
    int Agents,
    long? Tasks,
    double? DurationSeconds,
    bool Simulated,
    IReadOnlyList<TraceOutput> Traces
)
{
    /// <summary>Creates the output of a workload.</summary>
    public static WorkloadOutput Of(Workload workload) =>
        new(
            workload.Name,
            [.. workload.Groups.Select(group => group.Name)],
            workload.Load.Agents,
            workload.Load.Tasks,
            workload.Load.Duration?.TotalSeconds,
            workload.Endpoints.Count == 0,
            [.. TraceOutput.Of(workload)]
        );
}

/// <summary>A trace of arrivals.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Arrivals">Number of arrivals.</param>
/// <param name="FirstSeconds">First arrival, seconds from the start of the trace.</param>
/// <param name="LastSeconds">Last arrival, seconds.</param>
/// <param name="RatePerSecond">Mean rate, arrivals a second; null if there is only one.</param>
/// <param name="Speed">Factor by which the trace is played faster.</param>
internal sealed record TraceOutput(string File, long Arrivals, double FirstSeconds, double LastSeconds, double? RatePerSecond, double Speed)
{
    /// <summary>Reads the traces of a workload.</summary>
    public static IEnumerable<TraceOutput> Of(Workload workload) =>
        workload
            .Groups.Select(group => group.Arrivals)
            .Prepend(workload.Load.Arrivals)
            .OfType<ArrivalSettings>()
            .Where(arrivals => arrivals.Trace is not null)
            .DistinctBy(arrivals => (arrivals.Trace, arrivals.Speed))
            .Select(arrivals =>
            {
                var trace = TraceFile.Describe(arrivals.Trace!);
                return new TraceOutput(Path.GetFileName(arrivals.Trace!), trace.Count, trace.First, trace.Last, trace.Rate, arrivals.Speed);
            });
}
