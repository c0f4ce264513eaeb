using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Workloads;
using AgentLoad.Silo.Contracts;
using AgentLoad.Silo.Grains;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Records;
using AgentLoad.Silo.Runs;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AgentLoad.Silo.Tests.Moving;

/// <summary>A silo that nobody takes over from, ended while its agents are at work.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Silo_OfThisProcess_EndsThoughItsAgentsAreAtWork()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { NoOp = true, Models = [new SimulatedModel("simulated:8b")] }, new PlainAnswerer(), TimeProvider.System, cancellation);
        var workload = WorkloadFile.Parse(
            $$$"""
            name: endless
            endpoints: {default: {url: "{{{node.Url}}}", model: "simulated:8b"}}
            baseline: 0%
            groups: [{name: ask, problem: game24, strategy: direct, driving: shaped, thinkTime: 10ms}]
            load: {agents: 5, duration: 1h}
            """,
            "test", WorkloadInputs.Catalogued).Workload!;
        using var connections = await Connections.OpenAsync(workload, TimeProvider.System, static _ => { }, cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseAgentLoadSilo(new SiloSettings { Name = "ending", ClusterId = Guid.NewGuid().ToString("N"), SiloPort = FreePort.Next(), GatewayPort = 0 });
        var host = builder.Build();
        await host.StartAsync(cancellation);
        var order = new RunOrder("endless", WorkloadWriter.Write(workload, WorkloadInputs.Catalogued), TimeProvider.System.GetUtcNow());
        host.Services.GetRequiredService<SiloRuns>().Adopt(order.RunId, workload, connections);
        var run = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IRunGrain>(order.RunId);
        var worked = new TaskCompletionSource();
        var taking = host.Services.GetRequiredService<DirectLog>().TakeAsync(_ => { worked.TrySetResult(); return ValueTask.CompletedTask; }, cancellation);
        await run.PrepareAsync(order);
        while ((await run.ProgressAsync()).Phase != RunPhase.Prepared)
        {
            await Task.Yield();
        }

        await run.BeginAsync();
        await worked.Task;

        await host.StopAsync(cancellation).WaitAsync(TimeSpan.FromMinutes(1), cancellation);

        host.Dispose();
    }
}
