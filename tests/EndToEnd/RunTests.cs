using System.Text.RegularExpressions;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>The main job, as its user meets it: the command in an empty folder.</summary>
public sealed class RunTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_WithoutArguments_ShowsStrategiesSideBySideOnASimulatedNode()
    {
        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "--tasks", "40", "--agents", "10", "--baseline", "100%");

        run.ShouldExit(0);
        run.Output.ShouldContain("SIMULATED");
        foreach (var strategy in new[] { "direct", "chain-of-thought", "self-consistency", "tree-of-thoughts", "react" })
        {
            run.Output.ShouldContain(strategy);
        }

        var summary = Summary();
        summary.Run.Simulated.ShouldBeTrue();
        summary.Invalid.ShouldAllBe(reason => reason.StartsWith("The client", StringComparison.Ordinal));
        summary.Tasks.ByState.Values.Sum().ShouldBe(summary.Tasks.Planned!.Value);
        (summary.Tasks.Ended - summary.Tasks.Baseline).ShouldBe(40);
        summary.Tasks.Window.Began.ShouldBe(40);
        summary.Calls.ByOutcome.Where(o => !o.Key.IsGood()).Sum(o => o.Value).ShouldBe(0);
        summary.Strategies.Single(s => s.Strategy == "tree-of-thoughts").Amplification!.TotalTokens!.Ratio.ShouldBeGreaterThan(3);
        File.Exists(Path.Combine(_folder.OnlyRun, "workload.yaml")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_InterruptedOnce_DrainsAndSaves()
    {
        using var process = AgentLoadProcess.Start(_folder.Path, "run", "--duration", "10m", "--agents", "5");
        await process.LineAsync("tasks");
        process.Signal(2);
        var run = await process.EndAsync();

        run.ShouldExit(1);
        run.All.ShouldContain("Stopping");
        Summary().Calls.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Run_InterruptedTwice_StopsAndSavesWhatThereIs()
    {
        using var process = AgentLoadProcess.Start(
            _folder.Path,
            "run",
            "--duration",
            "10m",
            "--agents",
            "5",
            "--set",
            "node.faults=[stall=1:600]"
        );
        await process.LineAsync("tasks");
        process.Signal(2);
        await process.LineAsync("Stopping:");
        process.Signal(2);
        var run = await process.EndAsync();

        run.ShouldExit(1);
        Summary().Tasks.ByState[TaskState.Aborted].ShouldBe(5);
    }

    [Fact]
    public async Task Run_KilledMidway_LeavesARunThatSummaryOpens()
    {
        using var process = AgentLoadProcess.Start(_folder.Path, "run", "--duration", "10m", "--agents", "5", "--strategy", "direct");
        var acknowledged = EndedTasks(
            await process.LineAsync(line => line.Contains("tasks", StringComparison.Ordinal) && EndedTasks(line) > 0)
        );
        process.Signal(9);
        await process.EndAsync();
        File.Exists(Path.Combine(_folder.OnlyRun, "summary.json")).ShouldBeFalse();

        var shown = await AgentLoadProcess.RunAsync(_folder.Path, "summary", _folder.OnlyRun);

        shown.ShouldExit(0);
        shown.Output.ShouldContain("The run was interrupted");
        shown.Output.ShouldContain("direct");
        var recovered = await AgentLoadProcess.RunAsync(_folder.Path, "summary", _folder.OnlyRun, "--json");
        RunSummaryJson.Read(recovered.Output).Tasks.Ended.ShouldBeGreaterThanOrEqualTo(acknowledged);
    }

    [Fact]
    public async Task Run_SloMissed_Exits99()
    {
        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "--tasks", "5", "--slo", "task.latency:max:le:1ms");

        run.ShouldExit(99);
        run.Output.ShouldContain("MISSED");
    }

    [Fact]
    public async Task Run_AgainstANodeOfItsOwn_WorksOverBothApisAndRefusesAMissingModel()
    {
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--profile", "instant");
        var url = Url(await node.LineAsync("http://"));

        foreach (var api in new[] { "ollama", "openai" })
        {
            var run = await AgentLoadProcess.RunAsync(
                _folder.Path,
                "run",
                "--url",
                url,
                "--api",
                api,
                "--model",
                "simulated:8b",
                "--tasks",
                "6",
                "--strategy",
                "direct",
                "--out",
                api
            );
            run.ShouldExit(0);
            run.Output.ShouldContain("SIMULATED");
        }

        var missing = await AgentLoadProcess.RunAsync(_folder.Path, "run", "--url", url, "--model", "nope");
        missing.ExitCode.ShouldBe(1, missing.All);
        missing.Error.ShouldContain("nope");
        missing.Error.ShouldContain("simulated:8b");
        var taken = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "node",
            "--port",
            new Uri(url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        taken.ExitCode.ShouldBe(1);
        taken.Error.ShouldContain("in use");
        node.Signal(15);
        (await node.EndAsync()).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("5%", 98)]
    [InlineData("100%", 0)]
    public async Task Run_NodeThatFails_CountsEveryOutcomeAndIsInvalidAboveTheLimit(string maxFailed, int exitCode)
    {
        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "run",
            "--tasks",
            "120",
            "--agents",
            "8",
            "--strategy",
            "direct",
            "--max-failed",
            maxFailed,
            "--set",
            "node.faults=[overload=0.1,error=0.1,reset=0.1,malformed=0.1,incomplete=0.1]"
        );

        run.ShouldExit(exitCode);
        Regex.Replace(run.Output, "\\s+", " ").Contains("above the limit of 5 %", StringComparison.Ordinal).ShouldBe(exitCode == 98);
        var outcomes = Summary().Calls.ByOutcome;
        foreach (
            var outcome in new[]
            {
                CallOutcome.Completed,
                CallOutcome.Overloaded,
                CallOutcome.ServerError,
                CallOutcome.ConnectionLost,
                CallOutcome.Incomplete,
            }
        )
        {
            outcomes[outcome].ShouldBeGreaterThan(0, outcome.ToString());
        }
    }

    [Fact]
    public async Task Run_KeyInTheEnvironment_IsFoundInNoFileAndNoOutput()
    {
        const string Canary = "sk-canary-7391";
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--profile", "instant");
        var url = Url(await node.LineAsync("http://"));
        _folder.Write(
            "keyed.yaml",
            $$"""
            name: keyed
            endpoints:
              default: {url: "{{url}}", api: openai, model: "simulated:8b", apiKey: "${CANARY_KEY}"}
            groups: [{name: a, problem: game24, strategy: direct}]
            load: {agents: 2, tasks: 4}
            """
        );

        using var process = AgentLoadProcess.Start(
            _folder.Path,
            new Dictionary<string, string> { ["CANARY_KEY"] = Canary },
            "run",
            "keyed.yaml"
        );
        var run = await process.EndAsync();

        run.ShouldExit(0);
        run.All.ShouldNotContain(Canary);
        foreach (var file in Directory.GetFiles(_folder.OnlyRun))
        {
            System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)).ShouldNotContain(Canary, customMessage: file);
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>"… · 1,234 tasks · …" or "… · 12/34 tasks · …".</summary>
    private static long EndedTasks(string line) =>
        long.Parse(
            System
                .Text.RegularExpressions.Regex.Match(line, @"([\d,]+)(/[\d,]+)? tasks")
                .Groups[1]
                .Value.Replace(",", "", StringComparison.Ordinal),
            System.Globalization.CultureInfo.InvariantCulture
        );

    private static string Url(string line) => line.Split(' ', ';').First(word => word.StartsWith("http://", StringComparison.Ordinal));

    private RunSummary Summary() => RunSummaryJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "summary.json")));
}
