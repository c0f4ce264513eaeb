using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

public sealed class RunRecoveryTests
{
    private readonly TaskAssignments _assignments;
    private readonly AgentLoad.Agents.Scheduling.Schedule _schedule;

    public RunRecoveryTests() => _assignments = TestWorkload.Assignments(out _schedule);

    [Fact]
    public async Task RecoverAsync_SilosAnswer_RestoresWhatEachHolds()
    {
        // Six agents took tasks 0 to 5. Task 1 is recorded, agent 1 is idle, and no silo has agent 4 and task 4.
        var recovered = await RecoverAsync(
            silo => Task.FromResult(silo == "even" ? Holdings([0, 2], [0, 2]) : Holdings([1, 3, 5], [3, 5])),
            recorded: 1
        );

        recovered.Started.ShouldBe(6);
        recovered.Missing.ShouldBe([4]);
        recovered.LostTasks.ShouldBe(1);
        _assignments.Waiting.Single().Id.ShouldBe(4);
        _assignments.Waiting.Single().Attempt.ShouldBe(2);
        _assignments.Agents.Active.ShouldBe(5);
        Ask("odd", 1).ShouldBe(4);
        Ask("even", 0).ShouldBe(6);
    }

    [Fact]
    public async Task RecoverAsync_SiloFailsToAnswer_IsAskedAgain()
    {
        var attempts = 0;

        var recovered = await RecoverAsync(silo =>
            silo == "odd" && ++attempts < 3 ? throw new TimeoutException("busy") : Task.FromResult(HoldingsOf(silo))
        );

        attempts.ShouldBe(3);
        recovered.Missing.ShouldBeEmpty();
        _assignments.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public async Task RecoverAsync_SiloDiesBeforeItAnswers_DoesNotWaitForIt()
    {
        var isDead = false;
        var never = new TaskCompletionSource<SiloHoldings>();

        var recovered = await RecoverAsync(
            silo =>
            {
                isDead |= silo == "odd";
                return silo == "odd" ? never.Task : Task.FromResult(HoldingsOf(silo));
            },
            mayAnswer: silo => silo != "odd" || !isDead
        );

        recovered.Missing.ShouldBe([1, 3, 5]);
        recovered.LostTasks.ShouldBe(2);
    }

    [Fact]
    public async Task RecoverAsync_SiloIsDead_IsNotAsked()
    {
        var recovered = await RecoverAsync(
            silo => silo == "even" ? Task.FromResult(HoldingsOf(silo)) : throw new InvalidOperationException(silo),
            mayAnswer: silo => silo == "even"
        );

        recovered.Missing.ShouldBe([1, 3, 5]);
    }

    private static SiloHoldings HoldingsOf(string silo) => silo == "even" ? Holdings([0, 2, 4], [0, 2, 4]) : Holdings([1, 3, 5], [1, 3, 5]);

    private static SiloHoldings Holdings(int[] agents, long[] tasks) =>
        new(agents.ToDictionary(agent => agent, static _ => 1), [.. tasks.Select(id => new Ticket(id, "a", id, false, 1, 0))]);

    private Task<RecoveredRun> RecoverAsync(
        Func<string, Task<SiloHoldings>> ask,
        long? recorded = null,
        Func<string, bool>? mayAnswer = null
    ) =>
        new RunRecovery(
            ask,
            mayAnswer ?? (static _ => true),
            () => Task.FromResult<IReadOnlySet<long>>(recorded is { } id ? new HashSet<long> { id } : []),
            TimeProvider.System
        ).RecoverAsync(["even", "odd"], _schedule, _assignments, [], () => 0);

    private long Ask(string silo, int agent) =>
        _assignments
            .Exchange(
                new SiloRequest
                {
                    Silo = silo,
                    Sequence = agent + 1,
                    Idle = [new IdleAgent(agent, 1, 0)],
                },
                static _ => true,
                0
            )
            .Assignments.Single()
            .Ticket!.Id;
}
