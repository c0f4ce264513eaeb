using System.Text.RegularExpressions;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

public sealed partial class ContextLengthTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_PromptsLongerThanTheContext_IsRefusedBeforeTheFirstTaskWithTheSetting()
    {
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--model", "llama3.1:8b");
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;
        var prompt = string.Join(' ', Enumerable.Repeat("word", 60_000));
        _folder.Write("long.jsonl", $$"""{"question": "{{prompt}}", "answer": "1"}""");

        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "run",
            "--problem",
            "long.jsonl",
            "--strategy",
            "direct",
            "--tasks",
            "5",
            "--url",
            url,
            "--model",
            "llama3.1:8b",
            "--set",
            "endpoints.default.contextLength=4096"
        );

        run.ExitCode.ShouldBe(1, run.All);
        run.Error.ShouldContain("tokens, but 'llama3.1:8b' on " + url);
        run.Error.ShouldContain("has a context of 4,096 tokens. Set endpoints.default.contextLength");
        Directory.Exists(Path.Combine(_folder.Path, "runs")).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();
}
