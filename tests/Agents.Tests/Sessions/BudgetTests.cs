using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions;

public sealed class BudgetTests
{
    private static readonly PriceSettings Prices = new()
    {
        Prompt = 3,
        Cached = 0.3,
        Completion = 15,
    };

    [Theory]
    [InlineData("self-consistency")]
    [InlineData("react")]
    public void Tokens_AnyLimit_AreNeverExceededByConcurrentCalls(string strategy)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var limit = random.NextInt64(1, 6000);

            var task = Run(strategy, random, new BudgetSettings { Tokens = limit });

            var used = Calls(task).Sum(c => (long)c.PromptTokens! + c.CompletionTokens!.Value);
            used.ShouldBeLessThanOrEqualTo(limit);
            Calls(task).ShouldAllBe(c => c.CompletionTokens <= c.RequestedTokens);
            if (task.State == TaskState.OutOfBudget)
            {
                task.BudgetReached.ShouldBe(TaskBudgetKind.Tokens);
                task.Error.ShouldBe($"budget of {limit} tokens leaves no further call: {used} used");
            }
        }
    }

    [Fact]
    public void Money_AnyLimit_IsNeverExceeded()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var limit = random.NextDouble() * 0.05;

            var task = Run(seed % 2 == 0 ? "react" : "self-consistency", random, new BudgetSettings { Money = limit });

            Calls(task).Sum(c => c.Cost!.Value).ShouldBeLessThanOrEqualTo(limit + 1e-12);
            if (task.State == TaskState.OutOfBudget)
            {
                task.BudgetReached.ShouldBe(TaskBudgetKind.Money);
            }
        }
    }

    [Fact]
    public void Tokens_CallsThatUseLessThanTheirReservation_AllFit()
    {
        // 20 samples reserve 512 tokens each, but use about 40 plus a prompt of about 17: they wait for each other instead of failing.
        var client = new PumpedClient((r, _) => Reply(r, "Answer: right", 40));
        var plan = Plan(client, "self-consistency", new BudgetSettings { Tokens = 2500 });

        var task = client.Run(plan, new Random(1));

        task.State.ShouldBe(TaskState.Solved);
        client.Requests.Count.ShouldBe(20);
        client.InFlight.Max().ShouldBeLessThan(6);
    }

    [Fact]
    public void Budgets_None_DelayNoCall()
    {
        var client = PumpedClient.Saying("Answer: right");

        client.Run(Plan(client, "self-consistency", new BudgetSettings()));

        client.InFlight.Max().ShouldBe(20);
        client.Requests.ShouldAllBe(r => r.Options.MaxTokens == 512);
    }

    private static IEnumerable<CallRecord> Calls(TaskRecord task) => task.Steps.Select(s => s.Call).OfType<CallRecord>();

    private static TaskRecord Run(string strategy, Random random, BudgetSettings budget)
    {
        var client = new PumpedClient(
            (r, _) =>
                random.Next(10) == 0
                    ? PumpedClient.Result("", CallOutcome.ServerError) with
                    {
                        PromptTokens = 0,
                        CompletionTokens = 0,
                    }
                    : Reply(
                        r,
                        strategy == "react" ? "Thought: hm\nAction: search[{\"query\": \"x\"}]" : "Answer: right",
                        random.Next(1, 400)
                    )
        );
        return client.Run(Plan(client, strategy, budget), random);
    }

    /// <summary>Replies like a server that counts one token per four characters and respects the limit.</summary>
    private static CallResult Reply(CallRequest request, string text, int wanted) =>
        PumpedClient.Result(text) with
        {
            PromptTokens = 1 + (request.Messages.Sum(m => m.Content.Length) / 4),
            CompletionTokens = Math.Min(wanted, request.Options.MaxTokens),
        };

    private static TaskPlan Plan(IModelClient client, string strategy, BudgetSettings budget)
    {
        var made =
            strategy == "react"
                ? StrategyCatalog.Find(strategy)!.CreateWith(("maxTokens", 300L), ("steps", 20L))
                : StrategyCatalog.Find(strategy)!.CreateWith(("samples", 20L));
        var plan = Tasks.Plan(client, new FakeProblem(), made);
        return plan with { Budget = budget, Roles = plan.Roles.ToDictionary(r => r.Key, r => r.Value with { Prices = Prices }) };
    }
}
