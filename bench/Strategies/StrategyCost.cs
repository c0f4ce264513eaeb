using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Bench.Strategies;

/// <summary>The cost of concurrent tasks in this process.</summary>
/// <param name="Calls">Calls of all tasks.</param>
/// <param name="Cpu">CPU time.</param>
/// <param name="AllocatedBytes">All managed memory that was allocated.</param>
/// <param name="PeakBytes">Peak of managed memory, garbage included, compared with the memory before.</param>
internal sealed record StrategyCost(long Calls, TimeSpan Cpu, long AllocatedBytes, long PeakBytes)
{
    private const int CallsPerSample = 1024;
    private static readonly RunClock Clock = RunClock.StartNow(TimeProvider.System);

    /// <summary>CPU time of this process per call, in microseconds.</summary>
    public double MicrosecondsPerCall => Cpu.TotalMicroseconds / Calls;

    /// <summary>Allocated bytes per call.</summary>
    public double BytesPerCall => (double)AllocatedBytes / Calls;

    /// <summary>
    /// Runs all tasks concurrently with shaped driving and a client without a server. Records of ended tasks are not kept.
    /// </summary>
    public static async Task<StrategyCost> MeasureAsync(IReadOnlyList<Problem> problems, IStrategy strategy)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long calls = 0;
        long peak = 0;
        using var client = new NullClient(() =>
        {
            // A collection here would add CPU time that neither side caused.
            if (Interlocked.Increment(ref calls) % CallsPerSample == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false) - before);
            }

            return Task.CompletedTask;
        });
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(problems.Select((problem, i) => Task.Run(async () => (await RunAsync(problem, strategy, i, client)).State)));
        return new StrategyCost(calls, Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - allocated, peak);
    }

    /// <summary>Runs one task with shaped driving.</summary>
    public static Task<TaskRecord> RunAsync(Problem problem, IStrategy strategy, int number, NullClient client) =>
        TaskRunner.RunAsync(Plan(problem, strategy, number, client), Clock, null, CancellationToken.None);

    private static TaskPlan Plan(Problem problem, IStrategy strategy, int number, NullClient client) =>
        new()
        {
            Id = number,
            Agent = number,
            Group = "cost",
            Problem = problem,
            Strategy = strategy,
            Behaviour = new ShapedBehaviour(BehaviourProfile.For(problem.Kind), (ulong)number),
            Seed = (ulong)number,
            Roles = new Dictionary<string, RoleBinding> { ["default"] = new(client, "null", new OptionSettings()) },
        };
}
