using System.CommandLine;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Bench.Common;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.OpenAI;

namespace AgentLoad.Bench.Contexts;

/// <summary>
/// <c>contexts</c>: CPU time and memory of agents with long conversations, which each call sends again, compared with sockets that only
/// send as many bytes in the same run.
/// </summary>
internal static class ContextsCommand
{
    private const double GoalRatio = 2;
    private const double GoalGrowth = 1.1;

    private static readonly Option<int> Agents = BenchmarkCommand.Number("--agents", 50, "Concurrent agents. (default 50)");
    private static readonly Option<int> Tokens = BenchmarkCommand.Number(
        "--tokens",
        100_000,
        "Tokens of each conversation. (default 100000)"
    );
    private static readonly Option<int> Calls = BenchmarkCommand.Number("--calls", 20, "Calls of each agent. (default 20)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "contexts",
            "CPU time and memory of agents with long conversations, compared with sending the bytes.",
            [Agents, Tokens, Calls],
            (parsed, results, _) => RunAsync(parsed.GetValue(Agents), parsed.GetValue(Tokens), parsed.GetValue(Calls), results),
            new Dictionary<string, string> { ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1" }
        );

    private static async Task RunAsync(int agents, int tokens, int calls, BenchmarkResults results)
    {
        var (server, port) = await ContextServer.StartAsync();
        using var process = server;
        using var client = ModelClients.Create(new EndpointOptions($"http://127.0.0.1:{port}", ModelApi.OpenAI), TimeProvider.System);
        var clock = RunClock.StartNow(TimeProvider.System);
        var prompts = new RunPrompts();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var crowd = Enumerable.Range(0, agents).Select(i => ContextAgent.Create(Plan(i, client, prompts), clock, tokens)).ToArray();
        var senders = await Task.WhenAll(crowd.Select(_ => RawSender.ConnectAsync(port)));
        var history = GC.GetTotalMemory(forceFullCollection: true) - before;
        results.Print($"{agents} agents with {tokens} tokens each; CPU per call, µs");
        results.Print($"{"call", -8}{"KB sent", 10}{"socket", 10}{"client", 10}{"ratio", 8}");
        var (costs, ratios, memory) = (new List<double>(), new List<double>(), new List<double>());
        for (var call = 1; call <= calls; call++)
        {
            var body = Body(crowd[0].Messages);
            var (floor, cost) = (0.0, 0.0);

            // The order alternates, so that neither side always has the warmer caches.
            foreach (var isRaw in call % 2 == 0 ? new[] { true, false } : [false, true])
            {
                if (isRaw)
                {
                    floor = await CostAsync(agents, i => senders[i].CallAsync(body));
                }
                else
                {
                    cost = await CostAsync(agents, i => crowd[i].CallAsync());
                }
            }

            // A full collection empties the array pool, so there are only two.
            if (call == Math.Max(1, calls / 4) || call == calls)
            {
                memory.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024);
            }

            // The first calls include compilation and connections.
            if (call > calls / 4)
            {
                costs.Add(cost);
                ratios.Add(cost / floor);
            }

            results.Print($"{call, -8}{body.Length / 1024, 10}{floor, 10:0}{cost, 10:0}{cost / floor, 8:0.00}");
        }

        foreach (var sender in senders)
        {
            sender.Dispose();
        }

        results.Add("client CPU per call, median", Median.Of(costs), "µs");
        results.Add("client CPU compared with sending the bytes, median", Median.Of(ratios), "", GoalRatio);
        results.Add("memory of the conversations", history / 1024.0 / 1024, "MB");
        results.Add("memory after the last call", memory[^1], "MB");
        results.Add("memory after the last call compared with the first quarter", memory[^1] / memory[0], "", GoalGrowth);
        GC.KeepAlive(crowd);
    }

    /// <summary>Makes one call of every agent concurrently and returns the CPU time per call in microseconds.</summary>
    private static async Task<double> CostAsync(int agents, Func<int, Task> callAsync)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, agents).Select(callAsync));
        return (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / agents;
    }

    private static byte[] Body(IReadOnlyList<ChatMessage> messages)
    {
        using var body = OpenAIRequest.Chat(new CallRequest("m", messages, new GenerationOptions()), RequestShape.Default);
        return body.Written.ToArray();
    }

    private static TaskPlan Plan(int number, IModelClient client, RunPrompts prompts) =>
        new()
        {
            Id = number,
            Agent = number,
            Group = "agents",
            Problem = ProblemCatalog.Find("game24")!.CreateWith().Create((ulong)number),
            Strategy = StrategyCatalog.Find("react")!.CreateWith(),
            Behaviour = new LiveBehaviour(),
            Seed = (ulong)number,
            Salt = new Salt("bench"),
            RunPrompts = prompts,
            Roles = new Dictionary<string, RoleBinding> { ["default"] = new(client, "m", new OptionSettings()) },
        };
}
