using System.Text;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Contents of replies: text, reasoning, tool calls, counts and times.</summary>
public sealed class ReplyTests
{
    [Fact]
    public async Task OllamaToolCall_IsFirstOutputAndKeepsItsArguments()
    {
        const string calls =
            """{"message":{"role":"assistant","content":"","tool_calls":[{"id":"call_x","function":{"index":0"""
            + ""","name":"find","arguments":{"q":"a b"}}},{"function":{"name":"stop","arguments":{}}}]},"done":false}"""
            + "\n";
        var result = await ReadAsync(ModelApi.Ollama, calls, Done);
        result.ToolCalls.ShouldBe([new ToolCall("call_x", "find", """{"q":"a b"}"""), new ToolCall("call_1", "stop", "{}")]);
        result.FirstOutput.ShouldNotBeNull();
        result.Outcome.ShouldBe(CallOutcome.Completed);
    }

    [Fact]
    public async Task OpenAIToolCalls_InFragments_AreMergedByIndex()
    {
        var result = await ReadAsync(
            ModelApi.OpenAI,
            Tool("""{"index":0,"id":"a","type":"function","function":{"name":"find","arguments":""}}"""),
            Tool("""{"index":1,"id":"b","type":"function","function":{"name":"stop","arguments":"{}"}}"""),
            Tool("""{"index":0,"function":{"arguments":"{\"q\":"}}"""),
            Tool("""{"index":0,"function":{"arguments":"1}"}}"""),
            """data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""" + "\n\n",
            "data: [DONE]\n\n"
        );
        result.ToolCalls.ShouldBe([new ToolCall("a", "find", """{"q":1}"""), new ToolCall("b", "stop", "{}")]);
        (result.Outcome, result.FirstOutput).ShouldBe((CallOutcome.Completed, result.FirstChunk));
    }

    [Fact]
    public async Task OpenAIToolCalls_WithoutIndex_StartWithANewId()
    {
        var result = await ReadAsync(
            ModelApi.OpenAI,
            Tool("""{"id":"a","function":{"name":"find","arguments":"{"}}"""),
            Tool("""{"function":{"arguments":"}"}}"""),
            Tool("""{"id":"b","function":{"name":"stop","arguments":{"x":1}}}"""),
            "data: [DONE]\n\n"
        );
        result.ToolCalls.ShouldBe([new ToolCall("a", "find", "{}"), new ToolCall("b", "stop", """{"x":1}""")]);
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task OpenAIReasoning_ComesBeforeOutput(string field)
    {
        var time = new ManualTime();
        var result = await ReadAsync(
            ModelApi.OpenAI,
            time,
            $$$"""data: {"choices":[{"delta":{"content":null,"{{{field}}}":"hm"}}]}""" + "\n\n",
            Delta("ja"),
            """data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":2}"""
                + ""","completion_tokens_details":{"reasoning_tokens":1}}}"""
                + "\n\n",
            "data: [DONE]\n\n"
        );
        (result.Thinking, result.Text).ShouldBe(("hm", "ja"));
        (result.FirstChunk, result.FirstOutput, result.LastChunk, result.End).ShouldBe((Second(1), Second(2), Second(2), Second(4)));
        (result.PromptTokens, result.CompletionTokens, result.CachedTokens, result.ReasoningTokens).ShouldBe((3, 4, 2, 1));
    }

    [Fact]
    public async Task Times_OfChunks_AreThoseOfTheReads()
    {
        var result = await ReadAsync(
            ModelApi.Ollama,
            new ManualTime(),
            Content(""),
            Content("a"),
            Content("b") + Content("c"),
            Content(""),
            Content("d"),
            Done
        );
        (result.Sent, result.FirstChunk, result.FirstOutput, result.LastChunk, result.End).ShouldBe(
            (0, Second(2), Second(2), Second(5), Second(6))
        );
        result.ChunkGaps.ShouldBe([1f, 0f, 2f]);
    }

    [Fact]
    public async Task ChunkGaps_ManyChunks_AddUpToTheTimeSpan()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            int chunks = random.Next(2, 300);
            var time = new ManualTime();
            var result = await Clients.ReadAsync(
                ModelApi.Ollama,
                [.. Enumerable.Repeat(Content("x"), chunks).Append(Done).Select(Encoding.UTF8.GetBytes)],
                time,
                _ => time.Advance(TimeSpan.FromMilliseconds(random.Next(50)))
            );
            result.ChunkGaps.Length.ShouldBe(chunks - 1);
            result
                .ChunkGaps.Sum(g => (double)g)
                .ShouldBe(time.GetElapsedTime(result.FirstChunk!.Value, result.LastChunk!.Value).TotalSeconds, 1e-4);
            result.Text.Length.ShouldBe(chunks);
        }
    }

    [Theory]
    [InlineData(
        """{"done":true,"done_reason":"stop","total_duration":5000,"load_duration":9000,"prompt_eval_count":1,"eval_count":1}""",
        0.0,
        null
    )]
    [InlineData(
        """{"done":true,"done_reason":"stop","total_duration":9000,"load_duration":1000,"prompt_eval_count":1,"eval_count":1"""
            + ""","eval_duration":1000}""",
        7e-6,
        1e-6
    )]
    [InlineData("""{"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":1}""", null, null)]
    public async Task OllamaQueue_IsTheRemainderOfTheTotal(string final, double? queue, double? decode)
    {
        var result = await ReadAsync(ModelApi.Ollama, Content("a"), final);
        (result.ServerQueue, result.ServerDecode).ShouldBe((queue, decode));
        result.Provenance.ShouldBe(TokenProvenance.Server);
    }

    [Fact]
    public async Task Text_WithEscapes_IsUnescaped()
    {
        var result = await ReadAsync(ModelApi.Ollama, Content(@"\u003cb\u003e\n\ud83d\ude00\\"), Content("ä→"), Content(@"\ud83d"), Done);
        result.Text.ShouldBe("<b>\n😀\\ä→\uFFFD");
    }

    [Theory]
    [InlineData("\n\n\n{0}\n")]
    [InlineData("  {0}\n")]
    [InlineData("{0}")]
    public async Task OllamaLines_WithWhitespace_AreParsed(string shape) =>
        (await ReadAsync(ModelApi.Ollama, Content("a"), shape.Replace("{0}", Done.TrimEnd()))).Outcome.ShouldBe(CallOutcome.Completed);

    [Theory]
    [InlineData(": ping\n\nevent: message\nid: 7\nretry: 100\ndata: {0}\n\ndata: [DONE]\n\n")]
    [InlineData("data:{0}\n\ndata:[DONE]")]
    [InlineData("data: {0}\ndata: [DONE]\n")]
    [InlineData("data: {0}\r\n\r\n: x\r\n\r\ndata: [DONE]\r\n\r\n")]
    [InlineData("\uFEFFdata: {0}\n\ndata: [DONE]\n\n")]
    public async Task OpenAIEvents_InAnyValidFormat_AreParsed(string shape)
    {
        const string json = """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}],"usage":null}""";
        byte[] body = Encoding.UTF8.GetBytes(shape.Replace("{0}", json));
        for (int length = 1; length < body.Length; length++)
        {
            var result = await Clients.ReadAsync(ModelApi.OpenAI, body.Chunk(length));
            (result.Outcome, result.Text, result.ChunkGaps.Length).ShouldBe((CallOutcome.Completed, "a", 0), $"pieces of {length}");
        }
    }

    [Fact]
    public async Task OpenAIEvent_SeveralDataLines_AreJoined()
    {
        var result = await ReadAsync(
            ModelApi.OpenAI,
            "data: {\ndata:  \"choices\": [\ndata: {\"delta\":\ndata: {\"content\":\"a\"}}\ndata: ]}\n\ndata: [DONE]\n\n"
        );
        (result.Outcome, result.Text).ShouldBe((CallOutcome.Completed, "a"));
    }

    private static string Tool(string call) =>
        $$$"""data: {"choices":[{"index":0,"delta":{"tool_calls":[{{{call}}}]},"finish_reason":null}]}""" + "\n\n";

    private static long Second(int seconds) => TimeSpan.FromSeconds(seconds).Ticks;

    private static Task<CallResult> ReadAsync(ModelApi api, params string[] pieces) => ReadAsync(api, new ManualTime(), pieces);

    /// <summary>Reads a reply with pieces that arrive one second apart.</summary>
    private static Task<CallResult> ReadAsync(ModelApi api, ManualTime time, params string[] pieces) =>
        Clients.ReadAsync(api, pieces.Select(Encoding.UTF8.GetBytes), time, _ => time.Advance(TimeSpan.FromSeconds(1)));
}
