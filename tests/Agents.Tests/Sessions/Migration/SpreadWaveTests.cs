using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions.Migration;

/// <summary>Wide waves of calls that are distributed over several hosts.</summary>
public sealed class SpreadWaveTests
{
    [Theory]
    [InlineData("tree-of-thoughts", true)]
    [InlineData("tree-of-thoughts", false)]
    [InlineData("self-consistency", true)]
    [InlineData("self-consistency", false)]
    public void Wave_OnAnyNumberOfHosts_GivesTheSameGraphAndAnswer(string strategy, bool isShaped)
    {
        foreach (var problem in new[] { new FakeProblem(), new FakeProblem(new FakeSearch(4)) })
        {
            var alone = Run(strategy, problem, isShaped, 1);
            foreach (var hosts in new[] { 2, 3, 7 })
            {
                var shared = Run(strategy, problem, isShaped, hosts);

                shared.Task.Graph().ShouldBe(alone.Task.Graph());
                (shared.Task.Answer, shared.Task.State, shared.Task.ParseFailures).ShouldBe(
                    (alone.Task.Answer, alone.Task.State, alone.Task.ParseFailures)
                );
                shared.Task.Steps.Select(s => s.Id).ShouldBe(Enumerable.Range(1, alone.Task.Steps.Count));
                Tokens(shared.Task).ShouldBe(Tokens(alone.Task));
                // Plans and votes of a problem without states are too few to distribute.
                (shared.Hosts.Parts > 1).ShouldBe(strategy != "tree-of-thoughts" || problem.Search is not null);
                shared.Hosts.Parts.ShouldBeLessThanOrEqualTo(shared.Task.Steps.Count / Waves.MinPartSize, "a part is never a single call");
            }
        }
    }

    [Fact]
    public void Wave_WithATokenBudget_IsNotDistributed() =>
        Run("tree-of-thoughts", new FakeProblem(new FakeSearch(4)), true, 3, new() { Tokens = 1_000_000 }).Hosts.Parts.ShouldBe(0);

    private static IEnumerable<string> Tokens(TaskRecord task) =>
        task
            .Steps.Select(s =>
                $"{s.Key} {s.Call!.ResentTokens} {s.Call.RequestedTokens} {task.Steps.FirstOrDefault(of => of.Id == s.Call.RetryOf)?.Key}"
            )
            .Order(StringComparer.Ordinal);

    private static (TaskRecord Task, Shared Hosts) Run(
        string strategy,
        FakeProblem problem,
        bool isShaped,
        int hosts,
        AgentLoad.Agents.Workloads.BudgetSettings? budget = null
    )
    {
        // The first attempt of every seventh call fails.
        var client = new PumpedClient(
            (request, _) =>
                request.Options.Seed % 7 == 0
                    ? PumpedClient.Result("", CallOutcome.ServerError)
                    : PumpedClient.Result($"w{request.Options.Seed % 5} w{request.Options.Seed % 11}\nAnswer: {request.Options.Seed % 3}")
        );
        var plan = Tasks.Plan(
            client,
            problem,
            Scripts.Strategy(strategy),
            isShaped ? new ShapedBehaviour(BehaviourProfile.Default, 2) : null,
            2
        ) with
        {
            Budget = budget ?? new(),
            Retry = new()
            {
                Attempts = 1,
                Delay = TimeSpan.Zero,
                On = [CallOutcome.ServerError],
            },
        };
        var shared = new Shared(plan, hosts);
        return (client.Run(plan with { Distributor = shared }), shared);
    }

    private sealed class Shared(TaskPlan plan, int hosts) : IWaveDistributor
    {
        public int HostCount => hosts;

        public int Parts { get; private set; }

        public Task<IReadOnlyList<StepSnapshot>> RunAsync(IReadOnlyList<CallSpec> part, int number, CancellationToken cancellationToken)
        {
            Parts++;
            number.ShouldBeLessThan(hosts);
            return Waves.RunPartAsync(plan, RunClock.StartNow(TimeProvider.System), null, part, cancellationToken);
        }
    }
}
