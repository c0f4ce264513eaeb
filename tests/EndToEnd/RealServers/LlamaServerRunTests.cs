using System.Globalization;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.RealServers;

/// <summary>Runs of the command against a real llama-server.</summary>
public sealed class LlamaServerRunTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData("game24", "direct")]
    [InlineData("game24", "self-consistency")]
    [InlineData("game24", "tree-of-thoughts")]
    [InlineData("multihop", "react")]
    public async Task Run_Strategy_CountsTheTokensThatTheServerCounts(string problem, string strategy)
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Prose(), context: 8192);

        var summary = await RunAsync(server, "--problem", problem, "--strategy", strategy, "--agents", "8", "--tasks", "24");

        summary.Calls.ByOutcome.Where(outcome => !outcome.Key.IsGood()).Sum(outcome => outcome.Value).ShouldBe(0);
        summary.Calls.ByProvenance.Where(p => p.Value > 0).ShouldHaveSingleItem().Key.ShouldBe(TokenProvenance.Server);
    }

    [Fact]
    public async Task Run_ReactOnAModelWithTools_UsesThem()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.ToolUser(), context: 8192);

        var summary = await RunAsync(server, "--problem", "multihop", "--strategy", "react", "--agents", "4", "--tasks", "12");

        summary.Totals.ToolCalls.ShouldBe(12);
        summary.Totals.Calls.ShouldBe(24);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs the command and compares the tokens of its summary with the metrics of the server.</summary>
    private async Task<RunSummary> RunAsync(LlamaServer server, params string[] args)
    {
        using var client = server.Connect();
        var start = await server.CountersAsync();
        // The command loads the model with one call, which is not part of the measurement.
        await client.LoadAsync("tiny.gguf", new GenerationOptions(), TestContext.Current.CancellationToken);
        var before = await server.CountersAsync();
        var load = before - start;

        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            ["run", "--url", server.Url, "--api", "openai", "--model", "tiny.gguf", "--baseline", "25%", "--ui", "none", .. args]
        );

        run.ShouldExit(0);
        var counted = await server.CountersAsync() - before;
        var summary = RunSummaryJson.Read(await File.ReadAllTextAsync(Path.Combine(_folder.OnlyRun, "summary.json")));
        summary.Run.Simulated.ShouldBeFalse();
        (summary.Totals.PromptTokens + summary.BaselineTotals.PromptTokens).ShouldBe(counted.Prompt - load.Prompt);
        (summary.Totals.CompletionTokens + summary.BaselineTotals.CompletionTokens).ShouldBe(counted.Completion - load.Completion);
        var calls = summary.Totals.Calls + summary.BaselineTotals.Calls;
        var tokens = string.Create(
            CultureInfo.InvariantCulture,
            $"{counted.Prompt - load.Prompt} prompt tokens, {counted.Completion - load.Completion} completion tokens"
        );
        TestContext.Current.TestOutputHelper!.WriteLine($"{string.Join(' ', args)}: {calls} calls, {tokens}");
        return summary;
    }
}
