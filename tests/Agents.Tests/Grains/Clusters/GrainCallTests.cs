using System.Collections.Concurrent;
using AgentLoad.Agents.Grains;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Clusters;

/// <summary>Calls between grains depend on tasks and time, not on calls to models.</summary>
public sealed class GrainCallTests
{
    private const int Agents = 5,
        Tasks = 40;

    /// <summary>Calls at fixed intervals.</summary>
    private static readonly string[] Periodic =
    [
        nameof(IRunGrain.ReportAsync),
        nameof(IRunGrain.ProgressAsync),
        nameof(IRunGrain.ExchangeAsync),
    ];

    [Fact]
    public async Task Calls_ToModels_CauseNoCallsToGrains()
    {
        var few = await RunAsync(samples: 2);
        var many = await RunAsync(samples: 40);

        many.Others.ShouldBe(few.Others);
        // Each agent asks once for each task and once at the end; the rest is one request each half second.
        many.Exchanges.ShouldBeLessThan(Tasks + (4 * Agents) + 40);
        many.ModelCalls.ShouldBe(40 * Tasks);
    }

    private static async Task<(IReadOnlyList<string> Others, int Exchanges, int ModelCalls)> RunAsync(int samples)
    {
        var calls = new CallFilter();
        await using var cluster = await GrainCluster.StartAsync(
            1,
            services: services => services.AddSingleton<IIncomingGrainCallFilter>(calls)
        );
        var run = cluster.CreateRun(
            $$"""
            groups: [{name: vote, problem: game24, strategy: {kind: self-consistency, samples: {{samples}}}, driving: shaped}]
            load: {agents: {{Agents}}, tasks: {{Tasks}}}
            """
        );
        await run.RunAsync();
        return (
            [
                .. calls
                    .Counts.Where(call => !Periodic.Contains(call.Key))
                    .Select(call => $"{call.Key} {call.Value}")
                    .Order(StringComparer.Ordinal),
            ],
            calls.Counts[nameof(IRunGrain.ExchangeAsync)],
            run.Records.Sum(record => record.Steps.Count(step => step.Call is not null))
        );
    }

    private sealed class CallFilter : IIncomingGrainCallFilter
    {
        public ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceName.Contains("agentload", StringComparison.OrdinalIgnoreCase))
            {
                Counts.AddOrUpdate(context.MethodName, 1, static (_, calls) => calls + 1);
            }

            return context.Invoke();
        }
    }
}
