using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Failover;

/// <summary>Silos that die or freeze in the middle of a run: every task is accounted for exactly once.</summary>
public sealed class FailoverTests : IDisposable
{
    private const int Kill = 9,
        Freeze = 19;

    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData(2, new[] { 0 }, Kill)]
    [InlineData(2, new[] { 1 }, Kill)]
    [InlineData(3, new[] { 2, 0 }, Kill)]
    [InlineData(3, new[] { 1 }, Freeze)]
    public async Task Silo_ThatDiesOrFreezes_LosesNoTaskAndMarksTheRunDegraded(int silos, int[] victims, int signal)
    {
        await using var cluster = await Cluster.StartAsync(_folder, silos);
        using var client = cluster.Run();
        for (var i = 0; i < victims.Length; i++)
        {
            await cluster.RecordedAsync(10 + (15 * i));
            cluster.Silos[victims[i]].Signal(signal);
        }

        var run = await client.EndAsync();

        run.ExitCode.ShouldBeOneOf([0, 98], run.All);
        var summary = cluster.EveryTaskOnce();
        summary.Run.Losses.Select(loss => loss.Host).ShouldBe(victims.Select(victim => $"silo{victim + 1}"), ignoreOrder: true, run.All);
        run.Error.ShouldContain("died");
    }

    public void Dispose() => _folder.Dispose();
}
