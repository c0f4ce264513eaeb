using System.CommandLine;
using AgentLoad.Bench.Common;
using AgentLoad.Bench.Disturbance;

namespace AgentLoad.Bench.Chaos;

/// <summary>
/// <c>chaos</c>: runs on three silos while silos, Redis and the client are killed or frozen by a random schedule. Every task must be
/// recorded once, and every call of the node must be recorded or counted as lost.
/// </summary>
internal static class ChaosCommand
{
    private const int MaxAttachments = 3;

    private static readonly Option<int> Rounds = BenchmarkCommand.Number("--rounds", 20, "Schedules. (default 20)");
    private static readonly Option<int> Seed = BenchmarkCommand.Number("--seed", 1, "Seed of the first schedule. (default 1)");
    private static readonly Option<int> Events = BenchmarkCommand.Number("--events", 3, "Events in each schedule. (default 3)");
    private static readonly Option<int> Agents = BenchmarkCommand.Number("--agents", 60, "Agents of the run. (default 60)");
    private static readonly Option<int> Tasks = BenchmarkCommand.Number("--tasks", 2400, "Tasks of the run. (default 2400)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "chaos",
            "Runs on three silos while silos, Redis and the client are killed or frozen by a random schedule.",
            [Rounds, Seed, Events, Agents, Tasks],
            async (parsed, results, cancellationToken) =>
            {
                long lost = 0,
                    doubled = 0,
                    uncounted = 0,
                    unsent = 0;
                for (var seed = parsed.GetValue(Seed); seed < parsed.GetValue(Seed) + parsed.GetValue(Rounds); seed++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var schedule = ChaosEvent.Schedule(seed, parsed.GetValue(Events), DisturbedCluster.SiloCount);
                    results.Print($"  seed {seed}: {string.Join(", ", schedule)}");
                    var (run, calls) = await RunAsync(schedule, parsed.GetValue(Agents), parsed.GetValue(Tasks));
                    var difference = calls - run.RecordedCalls - run.LostCalls;
                    results.Print(
                        FormattableString.Invariant($"    tasks lost {run.LostTasks}, recorded twice {run.DoubledTasks}; {calls} calls = ")
                            + FormattableString.Invariant($"{run.RecordedCalls} recorded + {run.LostCalls} lost + {difference}")
                    );
                    (lost, doubled) = (lost + run.LostTasks, doubled + run.DoubledTasks);
                    (uncounted, unsent) = (uncounted + Math.Max(0, difference), unsent + Math.Max(0, -difference));
                }

                results.Add("schedules", parsed.GetValue(Rounds), "");
                results.Add("tasks lost", lost, "tasks", 0);
                results.Add("tasks recorded twice", doubled, "tasks", 0);
                results.Add("calls in no count", uncounted, "calls", 0);
                // A silo that is killed between the count of a call and its request.
                results.Add("calls counted and not sent", unsent, "calls");
            }
        );

    private static async Task<(DisturbedRun Run, long Calls)> RunAsync(IReadOnlyList<ChaosEvent> schedule, int agents, int tasks)
    {
        await using var cluster = await DisturbedCluster.StartAsync(
            isNetworked: false,
            agents,
            FormattableString.Invariant($"tasks: {tasks}")
        );
        var (client, output) = (cluster.StartRun(), "runs");
        try
        {
            await cluster.FindLayoutAsync(agents);
            var start = TimeProvider.System.GetUtcNow();
            foreach (var (chaos, number) in schedule.Select((chaos, number) => (chaos, number)))
            {
                await Task.Delay(chaos.Pause, TimeProvider.System);
                await cluster.ReplaceEndedAsync();
                if (client.HasExited)
                {
                    break;
                }

                if (chaos.Kind == ChaosKind.KillClient)
                {
                    client.Signal(9);
                    await client.EndAsync();
                    client.Dispose();
                    output = FormattableString.Invariant($"attached{number}");
                    client = cluster.Attach(output);
                }
                else
                {
                    await DisturbAsync(cluster, chaos);
                }
            }

            var end = TimeProvider.System.GetUtcNow();
            var ended = await client.EndAsync();
            for (var attempt = 1; cluster.FindResults(output) is null && attempt <= MaxAttachments; attempt++)
            {
                // A client that attaches while Redis is away ends with an error. Its user tries again.
                client.Dispose();
                output = FormattableString.Invariant($"again{attempt}");
                client = cluster.Attach(output);
                ended = await client.EndAsync();
            }

            var folder = cluster.FindResults(output) ?? throw new InvalidOperationException($"The run saved no results.\n{ended.All}");
            return (DisturbedRun.Read(folder, start, end), await cluster.CountCallsAsync());
        }
        finally
        {
            client.Dispose();
        }
    }

    private static Task DisturbAsync(DisturbedCluster cluster, ChaosEvent chaos) =>
        chaos.Kind switch
        {
            ChaosKind.RestartSilo => cluster.RestartAsync(chaos.Silo, chaos.Duration),
            ChaosKind.FreezeSilo => cluster.FreezeAsync(chaos.Silo, chaos.Duration),
            _ => cluster.RestartRedisAsync(chaos.Duration),
        };
}
