using AgentLoad.Agents.Workloads;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>How a sweep goes.</summary>
/// <param name="ByRate">True to raise the task rate in open loop, false the number of agents in closed loop.</param>
/// <param name="Start">First level of a search.</param>
/// <param name="Ladder">Levels of a fixed ladder; empty for a search.</param>
/// <param name="MaxSteps">Most steps of a search.</param>
/// <param name="Precision">How close the knee is bracketed.</param>
/// <param name="StepTime">Measured time of a step.</param>
/// <param name="Warmup">Time before it, at least; where tasks are known to take longer, as long as they.</param>
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

    /// <summary>Largest level: beyond, one client says nothing of a server.</summary>
    public const double MaxLevel = 100_000;

    /// <summary>What levels count.</summary>
    public string Unit => ByRate ? "tasks/s" : "agents";

    /// <summary>Measured time of a step: longer at low rates, so that there are tasks to judge by.</summary>
    public TimeSpan MeasuredTimeAt(double level) =>
        ByRate ? StepTime * Math.Clamp(MinTasks / (level * StepTime.TotalSeconds), 1, MaxStretch) : StepTime;

    /// <summary>The workload at one level.</summary>
    /// <param name="workload">The workload of the sweep.</param>
    /// <param name="level">The level.</param>
    /// <param name="length">How many times as long as usual.</param>
    /// <param name="number">Number of the step, from 1; it has problems of its own, so that no prefix of an earlier step is cached.</param>
    /// <param name="warmup">Time before the measured time.</param>
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
                    Process = Process(workload),
                    Burstiness = workload.Load.Arrivals?.Burstiness ?? 1,
                }
                : null,
        };
        return workload with
        {
            Name = $"step{number}",
            Seed = workload.Seed + number,
            Baseline = 0,
            Load = load,
            // A step that cannot meet its SLO any more has said what it can; a ladder is there to be measured.
            AbortOnSlo = Ladder.Count == 0,
            Groups = [.. workload.Groups.Select(group => group with { Agents = null, Arrivals = null })],
        };
    }

    private static ArrivalProcess Process(Workload workload) => workload.Load.Arrivals?.Process ?? ArrivalProcess.Poisson;
}
