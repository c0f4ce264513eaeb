using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>The same seed and shaped driving give the same call graph, whatever the concurrency, the server's speed and the API.</summary>
public sealed class CallGraphTests : IDisposable
{
    private const string Workload = """
        name: shaped
        seed: 11
        groups:
          - {name: tree, problem: game24, strategy: tree-of-thoughts, driving: shaped}
          - {name: vote, problem: arithmetic, strategy: {kind: self-consistency, samples: 6}, driving: shaped}
          - {name: tools, problem: {kind: multihop, latency: 1ms}, strategy: react, driving: shaped}
        load: {agents: 4, tasks: 12}
        """;

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_ShapedWithOneSeed_HasOneCallGraph()
    {
        _folder.Write("shaped.yaml", Workload);
        var reference = await GraphAsync("reference", "--agents", "1", "--set", "node.profile=instant");
        reference.Count.ShouldBeGreaterThan(500);

        (await GraphAsync("concurrent", "--agents", "12", "--set", "node.profile=instant")).ShouldBe(reference);
        (await GraphAsync("openai", "--agents", "5", "--set", "node.profile=instant", "--set", "node.api=openai")).ShouldBe(reference);
        (await GraphAsync("slow", "--agents", "12", "--set", "node.profile=h100-vllm-8b", "--set", "node.skill=0.1")).ShouldBe(reference);
        (await GraphAsync("other", "--agents", "4", "--set", "node.profile=instant", "--seed", "12")).ShouldNotBe(reference);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Every step of every task by its place in the search, with the places it waited for and used.</summary>
    private async Task<List<string>> GraphAsync(string output, params string[] options)
    {
        var run = await AgentLoadProcess.RunAsync(_folder.Path, ["run", "shaped.yaml", "--out", output, .. options]);
        run.ShouldExit(0);
        using var archive = RunStore.Open(Directory.GetDirectories(Path.Combine(_folder.Path, output)).Single());
        var steps = new List<string>();
        foreach (var task in archive.ReadTasks(TestContext.Current.CancellationToken))
        {
            var keys = task.Steps.ToDictionary(step => step.Id, step => step.Key);
            steps.AddRange(
                task.Steps.Select(step =>
                    $"{task.Id} {task.ProblemId} {task.Strategy} {step.Key} {step.Name} {Keys(step.After)} {Keys(step.Uses)} "
                    + $"{step.Call?.RequestedTokens}"
                )
            );

            string Keys(IReadOnlyList<int> ids) => string.Join(',', ids.Select(id => keys[id]).Order(StringComparer.Ordinal));
        }

        return [.. steps.Order(StringComparer.Ordinal)];
    }
}
