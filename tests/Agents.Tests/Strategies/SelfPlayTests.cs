using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class SelfPlayTests
{
    [Fact]
    public void SelfPlay_RandomPlayers_AlternateAndRetryIllegalMoves()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (heap, tries) = (random.Next(1, 15), random.Next(1, 4));
            var says = Enumerable.Range(0, 200).Select(_ => random.Next(5)).ToArray();
            // 0: no legal move; else takes 1 or 2.
            var client = new PumpedClient((_, i) => PumpedClient.Result(says[i] == 0 ? "Answer: 99" : $"Answer: {1 + (says[i] % 2)}"));

            var task = client.Run(
                Plan(client, heap, ("first", Choice.Of("direct")), ("second", Choice.Of("direct")), ("tries", (long)tries)),
                random
            );

            var (models, bad, record) = Expected(heap, tries, says);
            client.Requests.Select(r => r.Model).ShouldBe(models);
            client.InFlight.ShouldAllBe(n => n == 1);
            task.ParseFailures.ShouldBe(bad);
            task.Answer.ShouldBe(record);
            task.State.ShouldBe(record is null || record.Split(' ').Length % 2 == 0 ? TaskState.Unsolved : TaskState.Solved);
            task.Steps.ShouldAllBe(s => s.After.Contains(s.Id - 1) || s.Id == 1);
            task.Steps.Select(s => s.Key).ShouldBeUnique();
            if (record is not null)
            {
                task.Steps.Count(s => s.OnAnswerPath).ShouldBe(record.Split(' ').Length);
            }
        }
    }

    [Fact]
    public void SelfPlay_SearchingPlayers_ProposeAndEvaluateEveryMove()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var client = PumpedClient.Saying("x");
            var behaviour = new ShapedBehaviour(
                BehaviourProfile.Default with
                {
                    Unparsable = new Dictionary<string, double> { [""] = 0 },
                },
                (ulong)seed
            );

            var task = client.Run(Plan(client, 9) with { Behaviour = behaviour, Seed = (ulong)seed }, new Random(seed));

            client
                .InFlight.Max()
                .ShouldBe(
                    task.Steps.GroupBy(s => s.Key[..s.Key.IndexOf('L', StringComparison.Ordinal)])
                        .Max(move => move.Count(s => s.Name == "value"))
                );
            var moves = task.Answer!.Split(' ').Length;
            task.Named("propose").Count.ShouldBe(moves);
            task.Named("propose").Select(s => s.Key).ShouldBe(Enumerable.Range(1, moves).Select(i => $"move/{i}/L1/propose/1"));
            task.Named("value").Count.ShouldBeInRange(moves, 2 * moves);
            client
                .Run(Plan(client, 9) with { Behaviour = behaviour, Seed = (ulong)seed }, new Random(seed + 7))
                .Graph()
                .ShouldBe(task.Graph());
        }
    }

    [Fact]
    public void SelfPlay_Hex_PromptsContainMovesSoFar()
    {
        var problem = ProblemCatalog.Find("hex")!.CreateWith().Create(4);
        var client = PumpedClient.Saying("x");
        var strategy = StrategyCatalog.Find("self-play")!.CreateWith(("first", Choice.Of("direct")), ("second", Choice.Of("direct")));

        var task = client.Run(
            Tasks.Plan(
                client,
                problem,
                strategy,
                new ShapedBehaviour(BehaviourProfile.Default with { Unparsable = new Dictionary<string, double> { [""] = 0 } }, 4),
                4
            )
        );

        var moves = task.Answer!.Split(' ');
        client.Requests.Count.ShouldBe(moves.Length);
        for (var i = 1; i < moves.Length; i++)
        {
            var (before, now) = (client.Requests[i - 1].Messages[0].Content, client.Requests[i].Messages[0].Content);
            var played = before.IndexOf('\n', before.IndexOf("Moves so far:", StringComparison.Ordinal));
            now.ShouldStartWith($"{before[..played]} {moves[i - 1]}\n");
        }
    }

    [Fact]
    public void SelfPlay_NoLegalMove_EndsUnsolvedAndCountsFailures()
    {
        var client = PumpedClient.Saying("I resign.");

        var task = client.Run(Plan(client, 5, ("first", Choice.Of("direct"))));

        task.State.ShouldBe(TaskState.Unsolved);
        task.ParseFailures.ShouldBe(3);
        client.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public void FindIncompatibility_ProblemIsNotAGame_ReturnsReason()
    {
        var unfit = StrategyCatalog.Find("self-play")!.FindIncompatibility!;

        unfit(new FakeProblem()).ShouldBe("self-play requires a two-player game problem, such as hex");
        unfit(new NimProblem(3)).ShouldBeNull();
    }

    private static TaskPlan Plan(IModelClient client, int heap, params (string, object)[] settings)
    {
        var plan = Tasks.Plan(client, new NimProblem(heap), StrategyCatalog.Find("self-play")!.CreateWith(settings));
        return plan with
        {
            Roles = new Dictionary<string, RoleBinding>(plan.Roles)
            {
                ["first"] = new(client, "first", new OptionSettings()),
                ["second"] = new(client, "second", new OptionSettings()),
            },
        };
    }

    private static (List<string> Models, int Bad, string? Record) Expected(int heap, int tries, int[] says)
    {
        var (models, bad, moves) = (new List<string>(), 0, new List<int>());
        for (var tried = 0; heap > 0; )
        {
            var say = says[models.Count];
            models.Add(moves.Count % 2 == 0 ? "first" : "second");
            var take = say == 0 ? 99 : 1 + (say % 2);
            if (take > heap)
            {
                bad++;
                if (++tried == tries)
                {
                    return (models, bad, null);
                }

                continue;
            }

            tried = 0;
            heap -= take;
            moves.Add(take);
        }

        return (models, bad, string.Join(' ', moves));
    }
}
