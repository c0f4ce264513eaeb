using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>Levels, step length and limits of a sweep.</summary>
/// <param name="ByRate">True to increase the task rate (open loop), false to increase the number of agents (closed loop).</param>
/// <param name="Start">First load level of a search.</param>
/// <param name="Ladder">Fixed load levels; empty for a search.</param>
/// <param name="MaxSteps">Maximum number of steps of a search.</param>
/// <param name="Precision">Relative width of the interval that must contain the knee.</param>
/// <param name="StepTime">Measured time of a step.</param>
/// <param name="Warmup">Minimum warm-up time; extended to the task latency once it is known.</param>
internal sealed record SweepPlan(
    bool ByRate,
    double Start,
    IReadOnlyList<double> Ladder,
    int MaxSteps,
    double Precision,
    TimeSpan StepTime,
    TimeSpan Warmup
)
{
    private const int MaxAgents = 20_000,
        MinTasks = 60,
        MaxStretch = 20;

    /// <summary>Largest load level that one load generator can produce.</summary>
    public const double MaxLevel = 100_000;

    /// <summary>Unit of the load levels.</summary>
    public string Unit => ByRate ? "tasks/s" : "agents";

    /// <summary>Returns the measured time of a step: longer at low rates, so that enough tasks end in it.</summary>
    public TimeSpan MeasuredTimeAt(double level) =>
        ByRate ? StepTime * Math.Clamp(MinTasks / (level * StepTime.TotalSeconds), 1, MaxStretch) : StepTime;

    /// <summary>Returns the workload of one step.</summary>
    /// <param name="workload">Workload of the sweep.</param>
    /// <param name="level">Load level.</param>
    /// <param name="length">Multiple of the measured time.</param>
    /// <param name="number">Number of the step, from 1; part of the seed, so that no prompt prefix of an earlier step is cached.</param>
    /// <param name="warmup">Warm-up time.</param>
    public Workload WorkloadAt(Workload workload, double level, int length, int number, TimeSpan warmup)
    {
        var load = new LoadSettings
        {
            Duration = warmup + (length * MeasuredTimeAt(level)),
            Warmup = warmup,
            Grace = StepTime,
            Agents = ByRate ? MaxAgents : (int)level,
            Arrivals = ByRate
                ? new ArrivalSettings
                {
                    Rate = level,
                    Process = ArrivalProcessOf(workload),
                    Burstiness = workload.Load.Arrivals?.Burstiness ?? 1,
                }
                : null,
        };
        return workload with
        {
            Name = $"step{number}",
            Seed = workload.Seed + number,
            Baseline = 0,
            // The sweep's own rule rejects a step with too many failed tasks: such a step is not invalid.
            MaxFailed = 1,
            Load = load,
            // A search only needs the verdict of a step; a ladder also needs its measurements.
            AbortOnSlo = Ladder.Count == 0,
            Groups = [.. workload.Groups.Select(group => group with { Agents = null, Arrivals = null })],
        };
    }

    private static ArrivalProcess ArrivalProcessOf(Workload workload) => workload.Load.Arrivals?.Process ?? ArrivalProcess.Poisson;
}
