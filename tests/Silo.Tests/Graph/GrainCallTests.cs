using System.Collections.Concurrent;
using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Graph;

/// <summary>What passes grains: questions for tasks, and reports by the clock, but nothing of a single call to a model.</summary>
public sealed class GrainCallTests
{
    private const int Agents = 5,
        Tasks = 40;

    /// <summary>Calls that come by the clock, however much or little is done meanwhile.</summary>
    private static readonly string[] ByTheClock = [nameof(IRunGrain.ReportAsync), nameof(IRunGrain.ProgressAsync)];

    [Fact]
    public async Task Calls_ToModels_CauseNoCallsToGrains()
    {
        var (few, fewCalls) = await RunAsync(samples: 2);
        var (many, manyCalls) = await RunAsync(samples: 40);

        fewCalls.ShouldBe(2 * Tasks);
        manyCalls.ShouldBe(40 * Tasks);
        many.ShouldBe(few);
        few.ShouldContain($"NextAsync {Tasks + Agents}");
    }

    /// <summary>A run on a silo in this process.</summary>
    /// <returns>Calls to grains by method, and calls to models.</returns>
    private static async Task<(IReadOnlyList<string> Grains, long Models)> RunAsync(int samples)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var calls = new Counter();
        await using var silo = await LoneSilo.StartAsync(
            $$"""
            groups: [{name: vote, problem: game24, strategy: {kind: self-consistency, samples: {{samples}}}, driving: shaped}]
            load: {agents: {{Agents}}, tasks: {{Tasks}}}
            """,
            services => services.AddSingleton<IIncomingGrainCallFilter>(calls),
            cancellation
        );
        await using var agents = new GrainHost(
            silo.Grains,
            silo.Order,
            silo.Log.Of(silo.Order.RunId),
            TimeProvider.System,
            static _ => { }
        );
        var models = 0L;
        await agents.PrepareAsync(cancellation);
        await agents.RunAsync(
            task =>
            {
                Interlocked.Add(ref models, task.Steps.Count(static step => step.Call is not null));
                return ValueTask.CompletedTask;
            },
            CancellationToken.None,
            cancellation
        );
        await silo.Host.StopAsync(cancellation);
        return (calls.Seen, models);
    }

    private sealed class Counter : IIncomingGrainCallFilter
    {
        private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

        public IReadOnlyList<string> Seen =>
            [
                .. _calls
                    .Where(call => !ByTheClock.Contains(call.Key))
                    .Select(call => $"{call.Key} {call.Value}")
                    .Order(StringComparer.Ordinal),
            ];

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceName.Contains("agentload", StringComparison.OrdinalIgnoreCase))
            {
                _calls.AddOrUpdate(context.MethodName, 1, static (_, calls) => calls + 1);
            }

            return context.Invoke();
        }
    }
}
