using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

/// <summary>Committed generated files equal the output of the generators. AGENTLOAD_UPDATE=1 regenerates them.</summary>
public sealed class GeneratedFilesTests
{
    public static TheoryData<string> Examples => [.. Directory.GetFiles(At("examples"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Fact]
    public void Schema_Committed_EqualsTheGeneratedOne()
    {
        var schema = WorkloadJsonSchema.Create(WorkloadInputs.Default);

        JsonDocument
            .Parse(schema)
            .RootElement.GetProperty("properties")
            .EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe([
                "name",
                "seed",
                "salt",
                "endpoints",
                "currency",
                "groups",
                "load",
                "baseline",
                "maxFailed",
                "slo",
                "abortOnSlo",
                "node",
            ]);
        ShouldBeCommitted("docs/reference/workload.schema.json", schema);
    }

    [Fact]
    public void Reference_Committed_EqualsTheGeneratedOne() =>
        ShouldBeCommitted("docs/reference/workload.md", WorkloadReference.Create(WorkloadInputs.Default));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_Validates(string name) =>
        WorkloadFile.Load(At("examples", name), WorkloadInputs.Default with { Environment = _ => null }).Lines.ShouldBeEmpty();

    [Fact]
    public void Starter_Validates()
    {
        var result = WorkloadFile.Parse(WorkloadStarter.Text, "starter", WorkloadInputs.Default);

        result.Lines.ShouldBeEmpty(WorkloadStarter.Text);
        result.Workload!.Groups.Select(g => g.Name).ShouldBe(["chain-of-thought", "tree-of-thoughts"]);
    }

    [Fact]
    public void Starter_WithEndpointsUncommented_Validates()
    {
        var text = Regex.Replace(WorkloadStarter.Text, "^# (?=endpoints:|  )", "", RegexOptions.Multiline);
        var result = WorkloadFile.Parse(text, "starter", WorkloadInputs.Default);

        result.Lines.ShouldBeEmpty(text);
        result.Workload!.Endpoints["default"].Model.ShouldBe("llama3.1:8b");
    }

    private static void ShouldBeCommitted(string path, string made)
    {
        if (Environment.GetEnvironmentVariable("AGENTLOAD_UPDATE") == "1")
        {
            File.WriteAllText(At(path), made);
        }

        File.ReadAllText(At(path)).ShouldBe(made, $"{path} is out of date: run the tests once with AGENTLOAD_UPDATE=1");
    }

    private static string At(params string[] path) => Path.GetFullPath(Path.Combine([Here(), "..", "..", "..", .. path]));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
