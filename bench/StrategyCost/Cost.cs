using System.Diagnostics;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;

namespace AgentLoad.StrategyCost;

/// <summary>What one run of all tasks at once cost this process.</summary>
/// <param name="Calls">Calls of all tasks.</param>
/// <param name="Cpu">CPU time.</param>
/// <param name="AllocatedBytes">Managed memory that was allocated, let go or not.</param>
/// <param name="PeakBytes">Most managed memory seen beyond what there was before, garbage included.</param>
internal sealed record Cost(long Calls, TimeSpan Cpu, long AllocatedBytes, long PeakBytes)
{
    private const int CallsBetweenLooks = 1024;
    private static readonly RunClock Clock = RunClock.StartNow(TimeProvider.System);

    /// <summary>CPU time of this process for a call, microseconds.</summary>
    public double PerCall => Cpu.TotalMicroseconds / Calls;

    /// <summary>Works on all problems at once, shaped, with a client that does nothing. Records of ended tasks are let go.</summary>
    public static async Task<Cost> OfAsync(IReadOnlyList<Problem> problems, IStrategy strategy)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long calls = 0;
        long peak = 0;
        using var client = new NullClient(() =>
        {
            // A look without a collection of its own, which would be CPU that neither side caused. A lost maximum does no harm.
            if (Interlocked.Increment(ref calls) % CallsBetweenLooks == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false) - before);
            }

            return Task.CompletedTask;
        });
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(problems.Select((problem, i) => Task.Run(async () => (await RunAsync(problem, strategy, i, client)).State)));
        return new Cost(
            calls,
            Process.GetCurrentProcess().TotalProcessorTime - cpu,
            GC.GetTotalAllocatedBytes(precise: true) - allocated,
            peak
        );
    }

    /// <summary>Works on one problem, shaped.</summary>
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
