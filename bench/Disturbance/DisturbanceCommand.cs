using System.CommandLine;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Disturbance;

/// <summary>
/// <c>disturbance</c>: the effect of a killed, frozen, disconnected, replaced or added silo on a run on three silos. Redis, a simulated
/// node, silos and client share this machine.
/// </summary>
internal static class DisturbanceCommand
{
    private const int Rounds = 3;

    private static readonly Argument<DisturbanceKind> Kind = new("KIND") { Description = "What happens to the silos." };
    private static readonly Option<Victim?> Silo = new("--silo")
    {
        Description = "Disturb the silo that holds the run's grain, or another one. (default both, in turn)",
    };
    private static readonly Option<int> RoundsOption = BenchmarkCommand.Number("--rounds", Rounds, "Runs for each silo. (default 3)");
    private static readonly Option<int> Agents = BenchmarkCommand.Number("--agents", 60, "Agents of the run. (default 60)");
    private static readonly Option<int> Tasks = BenchmarkCommand.Number(
        "--tasks",
        2400,
        "Tasks of the run; it ends with the last one. (default 2400)"
    );
    private static readonly Option<int> After = BenchmarkCommand.Number(
        "--after",
        8,
        "Seconds between the first task and the disturbance. (default 8)"
    );
    private static readonly Option<int> Frozen = BenchmarkCommand.Number("--frozen", 12, "Seconds that a silo is frozen. (default 12)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "disturbance",
            "Effect of a killed, frozen, disconnected (cut), replaced or added (join) silo on a run on three silos.",
            [Kind, Silo, RoundsOption, Agents, Tasks, After, Frozen],
            async (parsed, results, cancellationToken) =>
            {
                var kind = parsed.GetValue(Kind);
                var settings = new DisturbanceSettings(
                    kind,
                    parsed.GetValue(Agents),
                    parsed.GetValue(Tasks),
                    TimeSpan.FromSeconds(parsed.GetValue(After)),
                    TimeSpan.FromSeconds(parsed.GetValue(Frozen))
                );
                Victim[] victims =
                    kind is DisturbanceKind.Replace or DisturbanceKind.Join ? [Victim.Other]
                    : parsed.GetValue(Silo) is { } one ? [one]
                    : [Victim.Grain, Victim.Other];
                foreach (var victim in victims)
                {
                    var rounds = new List<RoundResult>();
                    for (var i = 0; i < parsed.GetValue(RoundsOption); i++)
                    {
                        rounds.Add(await DisturbanceRound.RunAsync(settings, victim, results, cancellationToken));
                    }

                    RoundResult.Report(rounds, kind, victim, results);
                }
            }
        );
}
