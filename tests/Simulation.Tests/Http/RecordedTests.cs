using System.Text.RegularExpressions;
using AgentLoad.Simulation.Http;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Http;

public sealed class RecordedTests
{
    [Theory]
    [InlineData("chat-stream")]
    [InlineData("chat-nostream")]
    [InlineData("chat-think-stream")]
    [InlineData("chat-404")]
    [InlineData("chat-load")]
    [InlineData("chat-unload")]
    [InlineData("tags")]
    [InlineData("version")]
    [InlineData("v1-models")]
    [InlineData("v1-nostream")]
    [InlineData("v1-stream")]
    public async Task Reply_RecordedRequest_EqualsTheRecordedReply(string name)
    {
        var recorded = Recorded.Read($"ollama-0.32-{name}.txt");
        var (request, reply) = (recorded[..recorded.IndexOf('\n')], recorded[(recorded.IndexOf('\n') + 1)..]);
        var parts = Regex.Match(request, "SERVER(\\S+)(?: -d (.*))?$");
        var body = parts.Groups[2].Value;
        await using var node = await StartAsync(FixedReplyGenerator.Words(40), FixedReplyGenerator.Words(40));
        var found = await Recorded.AskAsync(node.Url, body.Length > 0 ? "POST" : "GET", parts.Groups[1].Value, body);
        Recorded.Level(found).ShouldBe(Recorded.Level(reply));
    }

    [Fact]
    public async Task Reply_LoadedModels_EqualsTheRecordedReply()
    {
        await using var node = await StartAsync("Hello.");
        await Recorded.AskAsync(node.Url, "POST", "/api/chat", "{\"model\":\"tiny-random\",\"options\":{\"num_ctx\":2048}}");
        await Recorded.AskAsync(
            node.Url,
            "POST",
            "/api/chat",
            "{\"model\":\"tiny-random\",\"options\":{\"num_ctx\":2048},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
        );
        var recorded = Recorded.Read("ollama-0.32-ps.txt");
        Recorded
            .Level(await Recorded.AskAsync(node.Url, "GET", "/api/ps", ""))
            .ShouldBe(Recorded.Level(recorded[(recorded.IndexOf('\n') + 1)..]));
    }

    [Fact]
    public async Task Reply_ShowModel_HasTheRecordedHeadersAndFields()
    {
        await using var node = await StartAsync("Hello.");
        var recorded = Recorded.Read("ollama-0.32-show.txt");
        var expected = Recorded.Level(recorded[(recorded.IndexOf('\n') + 1)..]);
        var found = Recorded.Level(await Recorded.AskAsync(node.Url, "POST", "/api/show", "{\"model\":\"tiny-random\"}"));
        found[..found.IndexOf('{')].ShouldBe(expected[..expected.IndexOf('{')]);
        foreach (
            Match field in Regex.Matches(
                expected,
                "\"(modelfile|parameters|template|details|model_info|capabilities|modified_at|llama.context_length)\":"
            )
        )
        {
            found.ShouldContain(field.Value);
        }

        found.ShouldContain("\"capabilities\":[\"completion\",\"tools\"],\"modified_at\":T}");
    }

    [Fact]
    public async Task Reply_EveryRecordedError_IsTheSame()
    {
        await using var node = await StartAsync(FixedReplyGenerator.Words(40), FixedReplyGenerator.Words(40));
        var checks = 0;
        foreach (var block in Recorded.Read("ollama-0.32-errors.txt").Split("--- ", StringSplitOptions.RemoveEmptyEntries))
        {
            // The last block has a second reply to a request that was not recorded; deleting models is not simulated.
            var match = Regex.Match(block, "^SERVER(\\S+)(?: -d (.*))?\n(HTTP.*) \\| \n((?:.*\n)*?)\n");
            if (!match.Success)
            {
                continue;
            }

            checks++;
            var (path, body) = (match.Groups[1].Value, match.Groups[2].Value);
            var method = match.Groups[3].Value.Contains(" 405 ", StringComparison.Ordinal) ? "GET" : "POST";
            var found = Level(await Recorded.AskAsync(node.Url, method, path, body));
            found.ShouldBe($"{match.Groups[3].Value}\n{Level(match.Groups[4].Value)}", block);
        }

        checks.ShouldBeGreaterThan(22);
    }

    // The list of errors has the headers on one line, without the date, and a varying number of empty lines at the end.
    private static string Level(string reply)
    {
        var text = Recorded.Level(reply);
        text = Regex.Replace(text, "\"context\":\\[[0-9,]*\\]", "\"context\":[]");
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (!text.StartsWith("HTTP", StringComparison.Ordinal))
        {
            return Regex.Replace(text, "\"prompt_eval_count\":\\d+", "\"prompt_eval_count\":N").TrimEnd('\n');
        }

        var head = text[..end]
            .Replace("Date: T\n", "", StringComparison.Ordinal)
            .Replace("Content-Length: L", "CL", StringComparison.Ordinal)
            .Split('\n');
        var ordered = head.Skip(1).Order(StringComparer.Ordinal).OrderBy(each => each.StartsWith("CL", StringComparison.Ordinal));
        return string.Join(" | ", ordered.Prepend(head[0])) + "\n" + text[(end + 2)..].TrimEnd('\n');
    }

    private static Task<SimulatedNode> StartAsync(string text, string thinking = "") =>
        SimulatedNode.StartAsync(Recorded.Options, new FixedReplyGenerator(text, thinking), TimeProvider.System, CancellationToken.None);
}
