using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Tests.Servers;

/// <summary>Parts of replies.</summary>
internal static class WireText
{
    public const string Answer = "Answer: (1 + 2 + 3) * 4 = 24";
    public const string Usage = """{"choices":[],"usage":{"prompt_tokens":50,"completion_tokens":7,"total_tokens":57}}""";
    public const string Final =
        "\"done_reason\":\"stop\",\"total_duration\":900000000,\"load_duration\":1000000,\"prompt_eval_count\":50,"
        + "\"prompt_eval_duration\":100000000,\"eval_count\":7,\"eval_duration\":700000000";

    public static readonly string[] Pieces = ["Answer: ", "(1 + 2", " + 3) ", "* 4 ", "= 24"];

    /// <summary>The objects of a good event stream.</summary>
    public static readonly string[] Good = [.. Pieces.Select(p => Delta(p)), Chunk("{}", "\"stop\""), Usage];

    /// <summary>A good event stream.</summary>
    public static readonly string GoodStream = string.Concat(Good.Select(Sse)) + "data: [DONE]\n\n";

    /// <summary>The text lines of a good Ollama reply.</summary>
    public static readonly string[] Lines = [.. Pieces.Select(p => Line($"\"content\":{JsonSerializer.Serialize(p)}"))];

    public static string Sse(string json) => $"data: {json}\n\n";

    public static string Chunk(string delta, string finish = "null", string more = "") =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":"""
        + $$"""{{delta}},"finish_reason":{{finish}}}]{{more}}}""";

    public static string Delta(string text, string finish = "null") => Chunk(new JsonObject { ["content"] = text }.ToJsonString(), finish);

    public static string Line(string message, string more = "\"done\":false") =>
        $$"""{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant",{{message}}},{{more}}}""" + "\n";

    public static string End(string final = Final) => Line("\"content\":\"\"", "\"done\":true," + final);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static ServerCase FromOpenAI(string name, params string[] pieces) => new(name, ModelApi.OpenAI, [.. pieces.Select(Bytes)]);

    public static ServerCase FromOpenAI(string name, params byte[][] pieces) => new(name, ModelApi.OpenAI, pieces);

    public static ServerCase FromOllama(string name, params string[] pieces) => new(name, ModelApi.Ollama, [.. pieces.Select(Bytes)]);

    public static ServerCase Estimated(this ServerCase server, int completion) =>
        server with
        {
            Prompt = "Say hello".Length / 4,
            Completion = completion,
            Provenance = TokenProvenance.Estimated,
        };

    /// <summary>A failed reply of which two pieces of text arrived.</summary>
    public static ServerCase Failed(this ServerCase server, CallOutcome outcome, string error, int pieces = 2) =>
        server.Estimated(pieces) with
        {
            Outcome = outcome,
            Error = error,
            Text = string.Concat(Pieces.Take(pieces)),
        };
}
