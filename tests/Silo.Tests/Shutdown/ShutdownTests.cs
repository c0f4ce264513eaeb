using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Xunit;

namespace AgentLoad.Silo.Tests.Shutdown;

/// <summary>A silo that nobody takes over from, ended while its agents are at work.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Silo_OfThisProcess_EndsThoughItsAgentsAreAtWork()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await EmbeddedTestSilo.StartAsync(
            """
            groups: [{name: ask, problem: game24, strategy: direct, driving: shaped, thinkTime: 10ms}]
            load: {agents: 5, duration: 1h}
            """,
            // An agent that does not end would else be given up after half a minute.
            static services =>
                services
                    .Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(10))
                    .Configure<GrainCollectionOptions>(o => o.DeactivationTimeout = TimeSpan.FromMinutes(10)),
            cancellation
        );
        var worked = new TaskCompletionSource();
        _ = silo
            .Log.Of(silo.Order.RunId)
            .ReadAllAsync(
                _ =>
                {
                    worked.TrySetResult();
                    return ValueTask.CompletedTask;
                },
                cancellation
            );
        var run = silo.Grains.GetGrain<IRunGrain>(silo.Order.RunId);
        await run.PrepareAsync(silo.Order);
        await Poll.UntilAsync(
            async () => (await run.ProgressAsync()).Phase == RunPhase.Prepared,
            "the run to be prepared",
            cancellationToken: cancellation
        );

        await run.BeginAsync();
        await worked.Task;

        await silo.Host.StopAsync(cancellation).WaitAsync(TimeSpan.FromMinutes(1), cancellation);
    }
}
