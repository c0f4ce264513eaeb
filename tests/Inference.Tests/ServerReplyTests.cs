using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Inference.Tests.Servers;
using AgentLoad.Measurement.Records;
using Shouldly;

namespace AgentLoad.Inference.Tests;

/// <summary>Replies as real servers and gateways send them.</summary>
public sealed class ServerReplyTests
{
    private static readonly ServerCase[] All =
    [
        .. Group("framing", FramingCases.All),
        .. Group("failure", FailureCases.All),
        .. Group("encoding", EncodingCases.All),
        .. Group("Ollama", OllamaCases.All),
        .. Group("tool calls", ToolCallCases.All),
    ];

    public static TheoryData<string> Names => [.. All.Select(server => server.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Call_ToServer_HasTheExpectedResult(string name)
    {
        var server = All.Single(server => server.Name == name);
        byte[] response = server.Response();
        var result = await Clients.CallAsync(
            server.Api,
            async connection =>
            {
                await connection.ReadRequestAsync();
                await connection.WriteAsync(response);
            }
        );
        server.Check(result);
    }

    [Fact]
    public async Task Durations_OfAbsurdLength_AreMissing()
    {
        var server = OllamaCases.All.Single(server => server.Name == "huge durations");
        var result = await Clients.ReadAsync(server.Api, server.Pieces);
        result.ServerLoad.ShouldBeNull();
        result.ServerDecode!.Value.ShouldBe(0.7, 1e-12);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":50,"completion_tokens":7,"prompt_cache_hit_tokens":30}""", 30)]
    [InlineData("""{"prompt_tokens":50,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":30}}""", 30)]
    [InlineData("""{"input_tokens":20,"output_tokens":7,"cache_read_input_tokens":30}""", 30)]
    [InlineData("""{"prompt_tokens":50,"completion_tokens":7,"prompt_cache_hit_tokens":51}""", null)]
    public async Task CachedTokens_UnderAnyName_AreRead(string usage, int? expected)
    {
        var server = WireText.FromOpenAI(
            "cached",
            [.. WireText.Good[..^1].Select(WireText.Sse), WireText.Sse($$"""{"usage":{{usage}}}""")]
        );
        var result = await Clients.ReadAsync(server.Api, server.Pieces);
        (result.PromptTokens, result.CachedTokens, result.Provenance).ShouldBe((50, expected, TokenProvenance.Server));
    }

    private static IEnumerable<ServerCase> Group(string group, IEnumerable<ServerCase> servers) =>
        servers.Select(server => server with { Name = $"{group}: {server.Name}" });
}
