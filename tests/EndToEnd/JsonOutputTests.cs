using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>Commands with <c>--json</c>: standard output is one JSON value.</summary>
public sealed partial class JsonOutputTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task ModelsAndDoctor_OfASimulatedNode_PrintWhatTheTextPrints()
    {
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--model", "llama3.1:8b");
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;

        var list = await JsonAsync(0, "models", "list", "--url", url);
        var loaded = await JsonAsync(0, "models", "ps", "--url", url);
        var shown = await JsonAsync(0, "models", "show", "llama3.1:8b", "--url", url);
        var good = await JsonAsync(0, "doctor", "--url", url, "--model", "llama3.1:8b");
        var bad = await JsonAsync(1, "doctor", "--url", url, "--model", "absent:1b");

        ((bool?)list["simulated"]).ShouldBe(true);
        ((string?)list["models"]![0]!["name"]).ShouldBe("llama3.1:8b");
        loaded["models"].ShouldBeOfType<JsonArray>();
        ((string?)shown["name"]).ShouldBe("llama3.1:8b");
        ((long?)shown["maxContextTokens"]).ShouldNotBeNull().ShouldBeGreaterThan(1000);
        ((bool?)good["isReady"]).ShouldBe(true);
        good["checks"]!.AsArray().ShouldAllBe(check => (string?)check!["status"] == "ok");
        ((bool?)bad["isReady"]).ShouldBe(false);
        bad["checks"]!
            .AsArray()
            .ShouldContain(check => (string?)check!["status"] == "failure" && ((string?)check["text"])!.Contains("absent:1b"));
    }

    [Fact]
    public async Task Validate_ValidAndInvalid_PrintsTheExtentOrTheErrors()
    {
        // The format of Mooncake's traces: milliseconds.
        _folder.Write(
            "trace.jsonl",
            """
            {"timestamp": 0, "input_length": 6755, "output_length": 500, "hash_ids": [0, 1]}
            {"timestamp": 1000, "input_length": 7319, "output_length": 490, "hash_ids": [0, 2]}
            {"timestamp": 3000, "input_length": 7234, "output_length": 794, "hash_ids": [0, 3]}
            """
        );
        _folder.Write(
            "good.yaml",
            "name: good\ngroups: [{name: a, problem: game24, strategy: direct}]\nload: {agents: 4, arrivals: {trace: trace.jsonl}}\n"
        );
        _folder.Write("bad.yaml", "groups: [{name: a, problem: game25, strategy: direct}]\nload: {agents: none}\n");

        var good = await JsonAsync(0, "validate", "good.yaml");
        var bad = await JsonAsync(2, "validate", "bad.yaml");

        ((bool?)good["valid"]).ShouldBe(true);
        ((string?)good["workload"]!["groups"]![0]).ShouldBe("a");
        ((int?)good["workload"]!["traces"]![0]!["arrivals"]).ShouldBe(3);
        ((double?)good["workload"]!["traces"]![0]!["lastSeconds"]).ShouldBe(3);
        ((bool?)bad["valid"]).ShouldBe(false);
        bad["errors"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(2);
        bad["workload"].ShouldBeNull();
    }

    [Fact]
    public async Task Study_Small_PrintsTheColumnsOfItsTableAsNumbers()
    {
        _folder.Write(
            "s.yaml",
            """
            name: small
            tasks: 2
            seeds: 1
            driving: shaped
            problems: [game24]
            strategies: [chain-of-thought, {kind: self-consistency, samples: 3}]
            node: {profile: instant}
            """
        );

        var study = await JsonAsync(0, "study", "s.yaml");

        ((string?)study["name"]).ShouldBe("small");
        ((bool?)study["complete"]).ShouldBe(true);
        ((bool?)study["simulated"]).ShouldBe(true);
        var cells = study["cells"]!.AsArray();
        var header = (await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "studies", "small", "results.csv")))[0].Split(',');
        cells.ShouldAllBe(cell => cell!.AsObject().Select(column => column.Key).SequenceEqual(header));
        cells.Select(cell => (double?)cell!["calls"]).ShouldContain(3);
        cells.ShouldAllBe(cell => (bool)cell!["simulated"]!);

        var dryRun = await AgentLoadProcess.RunAsync(_folder.Path, "study", "s.yaml", "--dry-run", "--json");
        (dryRun.ExitCode, dryRun.Output).ShouldBe((2, ""));
        dryRun.Error.ShouldContain("omit one of them");
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();

    private async Task<JsonNode> JsonAsync(int exitCode, params string[] args)
    {
        var ended = await AgentLoadProcess.RunAsync(_folder.Path, [.. args, "--json"]);
        ended.ExitCode.ShouldBe(exitCode, ended.All);
        return JsonNode.Parse(ended.Output)!;
    }
}
