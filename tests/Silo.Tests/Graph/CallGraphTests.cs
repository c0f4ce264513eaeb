using AgentLoad.Client.Results;
using AgentLoad.Silo.Tests.Failover;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Graph;

/// <summary>The same seed gives the same call graph wherever agents live, and agents are spread evenly.</summary>
public sealed class CallGraphTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_InProcessOnOneSiloAndOnThree_HasOneCallGraph()
    {
        await using var cluster = await Cluster.StartAsync(_folder, 3);
        var reference = await GraphAsync("process", "run", "long.yaml", "--tasks", "60", "--host", "process");
        reference.Count.ShouldBeGreaterThan(110);

        (await GraphAsync("embedded", "run", "long.yaml", "--tasks", "60", "--host", "silo")).ShouldBe(reference);
        (await GraphAsync("cluster", "run", "long.yaml", "--tasks", "60", "--cluster", cluster.Redis.Url)).ShouldBe(reference);
    }

    [Fact]
    public async Task Agents_OnThreeSilos_AreSpreadEvenly()
    {
        await using var cluster = await Cluster.StartAsync(_folder, 3);
        using var client = cluster.Run("--agents", "90", "--tasks", "90000");
        await cluster.RecordedAsync(90);

        var shown = await AgentLoadProcess.RunAsync(_folder.Path, "cluster", "--cluster", cluster.Redis.Url);

        int[] agents =
        [
            .. shown
                .Output.Split('\n')
                .Where(line => line.StartsWith("silo", StringComparison.Ordinal))
                .Select(line =>
                    int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], System.Globalization.CultureInfo.InvariantCulture)
                ),
        ];
        agents.Length.ShouldBe(3, shown.All);
        agents.ShouldAllBe(n => n >= 27 && n <= 33, shown.All);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Every step of every task by its place in the search, with the places it waited for and used.</summary>
    private async Task<List<string>> GraphAsync(string output, params string[] args)
    {
        var run = await AgentLoadProcess.RunAsync(_folder.Path, [.. args, "--out", output]);
        run.ShouldExit(0);
        using var archive = RunStore.Open(Directory.GetDirectories(Path.Combine(_folder.Path, output)).Single());
        var steps = new List<string>();
        foreach (var task in archive.ReadTasks(TestContext.Current.CancellationToken))
        {
            var keys = task.Steps.ToDictionary(step => step.Id, step => step.Key);
            steps.AddRange(
                task.Steps.Select(step =>
                    $"{task.Id} {task.ProblemId} {task.Strategy} {step.Key} {step.Name} {Keys(step.After)} {Keys(step.Uses)}"
                )
            );

            string Keys(IReadOnlyList<int> ids) => string.Join(',', ids.Select(id => keys[id]).Order(StringComparer.Ordinal));
        }

        return [.. steps.Order(StringComparer.Ordinal)];
    }
}
