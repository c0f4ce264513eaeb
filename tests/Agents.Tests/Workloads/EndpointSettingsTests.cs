using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

/// <summary>Settings for servers that are almost compatible, and files as other tools write them.</summary>
public sealed class EndpointSettingsTests
{
    private const string Groups = "groups: [{problem: game24, strategy: direct}]\n";

    [Fact]
    public void Endpoint_WithAllSettings_IsReadAndWrittenBack()
    {
        const string text =
            Groups
            + "endpoints: {default: {url: 'http://h:1/v1?api-version=1', api: openai, model: m, apiKeyHeader: api-key, "
            + "headers: {OpenAI-Organization: org-1, X-Token: '${MY_TOKEN}'}, "
            + "body: {top_k: 20, text: '20', stop: null, nested: {deep: [1, true, x, null], none: null}}, omit: [seed, stream_options], "
            + "rename: {max_tokens: max_completion_tokens}, identity: {session: X-Mine, run: ''}}}\n";
        var read = WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs(("MY_TOKEN", "hush")));
        read.Lines.ShouldBeEmpty();
        var again = WorkloadFile.Parse(
            WorkloadWriter.Write(read.Workload!, Catalogues.Inputs()),
            "w.yaml",
            Catalogues.Inputs(("MY_TOKEN", "hush"))
        );
        again.Lines.ShouldBeEmpty();
        foreach (var endpoint in (EndpointGroup[])[read.Workload!.Endpoints["default"], again.Workload!.Endpoints["default"]])
        {
            endpoint.ApiKeyHeader.ShouldBe("api-key");
            endpoint
                .Headers.ToDictionary(h => h.Key, h => h.Value.Reveal())
                .ShouldBe(new Dictionary<string, string?> { ["OpenAI-Organization"] = "org-1", ["X-Token"] = "hush" });
            endpoint.Body["top_k"].ShouldBe("20");
            endpoint.Body["nested"].ShouldBe("""{"deep":[1,true,"x",null],"none":null}""");
            endpoint.Body["stop"].ShouldBe("null");
            endpoint.Body["text"].ShouldBe("\"20\"");
            endpoint.Omit.ShouldBe(["seed", "stream_options"]);
            endpoint.Rename["max_tokens"].ShouldBe("max_completion_tokens");
            endpoint.Identity!.Session.ShouldBe("X-Mine");
            (endpoint.Identity.Depth, endpoint.Identity.Run).ShouldBe(("X-Agent-Depth", ""));
        }

        WorkloadWriter.Write(read.Workload!, Catalogues.Inputs()).ShouldNotContain("hush");
    }

    /// <summary>A run on a cluster and a saved run have the workload as it is written back.</summary>
    [Fact]
    public void Body_OfAnyJson_IsWrittenBackUnchanged()
    {
        var scalars = Gen.OneOf(
            Gen.OneOf("null", "true", "false", "-1", "0", "1.5", "1E-05", "12345678901"),
            Gen.OneOf(Gen.String[0, 12], Gen.OneOf("null", "~", "true", "20", "-1", "", " x ", "a: b", "# c", "$", "${X}", "- d"))
                .Where(text => !text.Any(char.IsSurrogate))
                .Select(text => JsonSerializer.Serialize(text))
        );
        var trees = Gen.Recursive<string>(
            (depth, inner) =>
                depth == 3
                    ? scalars
                    : Gen.OneOf(
                        scalars,
                        inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
                        inner.Array[0, 3].Select(items => $"{{{string.Join(',', items.Select((item, i) => $"\"k{i}\":{item}"))}}}")
                    )
        );
        var read = WorkloadFile.Parse(Groups + "endpoints: {default: {url: 'http://h:1', model: m}}\n", "w.yaml", Catalogues.Inputs());
        var (workload, endpoint) = (read.Workload!, read.Workload!.Endpoints["default"]);
        trees.Sample(
            json =>
            {
                var body = new Dictionary<string, string> { ["x"] = json };
                var text = WorkloadWriter.Write(
                    workload with
                    {
                        Endpoints = new Dictionary<string, EndpointGroup> { ["default"] = endpoint with { Body = body } },
                    },
                    Catalogues.Inputs()
                );
                var again = WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs());
                again.Lines.ShouldBeEmpty(text);
                JsonNode
                    .DeepEquals(JsonNode.Parse(again.Workload!.Endpoints["default"].Body["x"]), JsonNode.Parse(json))
                    .ShouldBeTrue(text);
            },
            iter: 100
        );
    }

    [Theory]
    [InlineData("sk-1\nsk-2", "contains a line break at character 5 of 9")]
    [InlineData("sk-\u00e9", "not printable ASCII at position 4 of 4")]
    public void ApiKey_ThatCannotBeSent_IsRefusedWithThePlace(string key, string expected)
    {
        const string text = Groups + "endpoints: {default: {url: 'http://h:1', model: m, apiKey: '${MY_KEY}'}}\n";
        var line = WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs(("MY_KEY", key))).Lines.ShouldHaveSingleItem();
        line.ShouldContain("the API key in MY_KEY contains a");
        line.ShouldContain(expected);
        line.ShouldNotContain("sk-");
    }

    [Fact]
    public void ApiKey_WithALineBreakAtItsEnd_IsAccepted()
    {
        const string text = Groups + "endpoints: {default: {url: 'http://h:1', model: m, apiKey: '${MY_KEY}'}}\n";
        WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs(("MY_KEY", "sk-1\r\n"))).Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("headers: {X-A: \"a\\nb\"}", "contains a line break")]
    [InlineData("headers: {X-A: 'Bearer ${MY_TOKEN}'}", "a secret must be the whole value")]
    [InlineData("apiKeyHeader: 'a b'", "the name of an HTTP header")]
    [InlineData("api: ollamasharp, omit: [seed]", "is only for apis openai and ollama")]
    public void Endpoint_InvalidSetting_IsRefused(string setting, string expected)
    {
        var text = Groups + $"endpoints: {{default: {{url: 'http://h:1', model: m, {setting}}}}}\n";
        WorkloadFile.Parse(text, "w.yaml", Catalogues.Inputs(("MY_TOKEN", "hush"))).Lines.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Theory]
    [InlineData("false", "Off")]
    [InlineData("true", "On")]
    [InlineData("high", "High")]
    [InlineData("max", "Max")]
    public void Think_Level_IsRead(string text, string expected)
    {
        var read = WorkloadFile.Parse(
            $"groups: [{{problem: game24, strategy: direct, options: {{think: {text}}}}}]\n",
            "w.yaml",
            Catalogues.Inputs()
        );
        read.Lines.ShouldBeEmpty();
        read.Workload!.Groups[0].Options.Think.ShouldBe(Enum.Parse<ThinkLevel>(expected));
    }

    [Fact]
    public void Load_FileWithByteOrderMark_IsRead()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "\uFEFFname: bom\n" + Groups);
        var read = WorkloadFile.Load(path, Catalogues.Inputs());
        read.Lines.ShouldBeEmpty();
        read.Workload!.Name.ShouldBe("bom");
        File.Delete(path);
    }
}
