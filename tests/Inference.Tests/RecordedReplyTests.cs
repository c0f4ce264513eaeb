using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using Shouldly;

namespace AgentLoad.Inference.Tests;

/// <summary>Recorded responses of real servers, split at arbitrary positions.</summary>
public sealed class RecordedReplyTests
{
    public static TheoryData<string, ModelApi> Streams =>
        new()
        {
            { "ollama-0.32-chat-stream.txt", ModelApi.Ollama },
            { "ollama-0.32-chat-think-stream.txt", ModelApi.Ollama },
            { "ollama-0.32-chat-nostream.txt", ModelApi.Ollama },
            { "ollama-0.32-chat-load.txt", ModelApi.Ollama },
            { "ollama-0.32-chat-unload.txt", ModelApi.Ollama },
            { "ollama-0.32-chat-404.txt", ModelApi.Ollama },
            { "ollama-0.32-runner-killed-midstream.txt", ModelApi.Ollama },
            { "ollama-0.32-v1-stream.txt", ModelApi.OpenAI },
            { "ollama-0.32-v1-nostream.txt", ModelApi.OpenAI },
            { "llama-server-v1-stream.txt", ModelApi.OpenAI },
        };

    [Fact]
    public async Task OllamaStream_Recorded_ReturnsTextCountsAndTimes()
    {
        var result = await ReplayAsync("ollama-0.32-chat-stream.txt", ModelApi.Ollama);
        result.Outcome.ShouldBe(CallOutcome.LengthLimited);
        result.Text.ShouldBe(" uiGeneric themIgnarr parenthes eleg Wales Mountain invitedblankP");
        result.Thinking.ShouldBe("");
        result.ChunkGaps.Length.ShouldBe(11);
        (result.PromptTokens, result.CompletionTokens, result.Provenance).ShouldBe((18, 12, TokenProvenance.Server));
        result.CachedTokens.ShouldBeNull();
        result.ServerLoad!.Value.ShouldBe(0.289396149, 1e-12);
        result.ServerPrefill!.Value.ShouldBe(0.005817, 1e-12);
        result.ServerDecode!.Value.ShouldBe(0.016774999, 1e-12);
        result.ServerQueue!.Value.ShouldBe((321075860 - 289396149 - 5817000 - 16774999) / 1e9, 1e-12);
    }

    [Fact]
    public async Task OllamaThinking_Recorded_IsReasoningWithoutOutput()
    {
        var result = await ReplayAsync("ollama-0.32-chat-think-stream.txt", ModelApi.Ollama);
        result.Thinking.ShouldBe("Datos Rain Mountain invitedblankuw Miss ///");
        result.Text.ShouldBe("");
        result.FirstChunk.ShouldNotBeNull();
        result.FirstOutput.ShouldBeNull();
    }

    [Fact]
    public async Task OllamaRunnerKilled_Recorded_IsServerErrorAfterPartialOutput()
    {
        var result = await ReplayAsync("ollama-0.32-runner-killed-midstream.txt", ModelApi.Ollama);
        result.Outcome.ShouldBe(CallOutcome.ServerError);
        result.Error.ShouldBe("an error was encountered while running the model: unexpected EOF");
        result.Text.ShouldBe(" coord Chor had\",racleiredCh");
        result.HttpStatus.ShouldBe(200);
        (result.CompletionTokens, result.Provenance).ShouldBe((7, TokenProvenance.Estimated));
        result.PromptTokens.ShouldBe("Say hello".Length / 4);
    }

    [Fact]
    public async Task OllamaUnknownModel_Recorded_IsRejected()
    {
        var result = await ReplayAsync("ollama-0.32-chat-404.txt", ModelApi.Ollama);
        (result.Outcome, result.HttpStatus, result.Error).ShouldBe((CallOutcome.Rejected, 404, "HTTP 404: model 'nope' not found"));
        (result.PromptTokens, result.Provenance).ShouldBe((null, TokenProvenance.Missing));
    }

    [Fact]
    public async Task OllamaLoad_Recorded_HasNoTimings()
    {
        var result = await ReplayAsync("ollama-0.32-chat-load.txt", ModelApi.Ollama);
        result.Outcome.ShouldBe(CallOutcome.Completed);
        (result.ServerQueue, result.ServerLoad, result.ServerPrefill, result.ServerDecode).ShouldBe((null, null, null, null));
    }

    [Fact]
    public async Task LlamaServerStream_Recorded_ReturnsUsageAndTimings()
    {
        var result = await ReplayAsync("llama-server-v1-stream.txt", ModelApi.OpenAI);
        result.Outcome.ShouldBe(CallOutcome.LengthLimited);
        result.Text.ShouldBe(" coordnahmeong Beforelak invited");
        (result.PromptTokens, result.CompletionTokens, result.CachedTokens, result.ReasoningTokens).ShouldBe((18, 6, 0, null));
        result.ServerPrefill!.Value.ShouldBe(0.004376, 1e-12);
        result.ServerDecode!.Value.ShouldBe(0.007936, 1e-12);
        (result.ServerQueue, result.ServerLoad).ShouldBe((null, null));
    }

    [Fact]
    public async Task OllamaOpenAIStream_Recorded_LeavesCachedTokensUnknown()
    {
        var result = await ReplayAsync("ollama-0.32-v1-stream.txt", ModelApi.OpenAI);
        (result.Outcome, result.Text).ShouldBe((CallOutcome.LengthLimited, " coord movedphy Sat hydrocommons"));
        (result.PromptTokens, result.CompletionTokens, result.CachedTokens).ShouldBe((18, 6, null));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Reply_SplitRandomly_HasTheSameResult(string name, ModelApi api)
    {
        var whole = ResultWithoutTimes(await ReplayAsync(name, api));
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            int maxLength = seed == 0 ? 1 : random.Next(1, 400);
            ResultWithoutTimes(await ReplayAsync(name, api, () => random.Next(1, maxLength + 1))).ShouldBe(whole, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Body_SplitAtEveryByte_HasTheSameResult(string name, ModelApi api)
    {
        var recording = Recording.Load(name);
        if (!recording.Head.StartsWith("HTTP/1.1 200"))
        {
            return;
        }

        string? whole = null;
        for (int cut = 0; cut <= recording.Body.Length; cut++)
        {
            byte[][] pieces = [.. new[] { recording.Body[..cut], recording.Body[cut..] }.Where(p => p.Length > 0)];
            string result = ResultWithoutTimes(await Clients.ReadAsync(api, pieces));
            result.ShouldBe(whole ??= result, $"cut at {cut}");
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Body_WithCarriageReturns_HasTheSameResult(string name, ModelApi api)
    {
        var recording = Recording.Load(name);
        if (!recording.Head.StartsWith("HTTP/1.1 200"))
        {
            return;
        }

        byte[] withReturns = System.Text.Encoding.UTF8.GetBytes(recording.Text.Replace("\n", "\r\n"));
        string plain = ResultWithoutTimes(await Clients.ReadAsync(api, [recording.Body]));
        for (int length = 1; length < 40; length++)
        {
            ResultWithoutTimes(await Clients.ReadAsync(api, withReturns.Chunk(length))).ShouldBe(plain);
        }
    }

    private static async Task<CallResult> ReplayAsync(string name, ModelApi api, Func<int>? nextLength = null)
    {
        var pieces = Recording.Load(name).Pieces(nextLength ?? (() => int.MaxValue / 2)).ToList();
        return await Clients.CallAsync(
            api,
            async connection =>
            {
                await connection.ReadRequestAsync();
                if (nextLength is null)
                {
                    await connection.WriteAsync([.. pieces.SelectMany(p => p)]);
                }
                else
                {
                    foreach (byte[] piece in pieces)
                    {
                        await connection.WriteAsync(piece);
                    }
                }
            }
        );
    }

    /// <summary>Returns the parts of a result that do not depend on arrival times, as JSON.</summary>
    private static string ResultWithoutTimes(CallResult r) =>
        JsonSerializer.Serialize(
            new
            {
                r.Outcome,
                r.Text,
                r.Thinking,
                r.ToolCalls,
                r.HttpStatus,
                r.Error,
                r.PromptTokens,
                r.CachedTokens,
                r.CompletionTokens,
                r.ReasoningTokens,
                r.Provenance,
                r.ServerQueue,
                r.ServerLoad,
                r.ServerPrefill,
                r.ServerDecode,
                Gaps = r.ChunkGaps.Length,
            }
        );
}
