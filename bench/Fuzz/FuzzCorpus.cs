using System.Text;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Bench.Fuzz;

/// <summary>Replies that are mutated.</summary>
internal static class FuzzCorpus
{
    /// <summary>Returns the replies of an API.</summary>
    public static IReadOnlyList<byte[]> Of(ModelApi api) =>
        [.. (api is ModelApi.OpenAI ? OpenAI() : Ollama()).Select(Encoding.UTF8.GetBytes)];

    private static IEnumerable<string> OpenAI()
    {
        const string usage =
            """{"choices":[],"usage":{"prompt_tokens":50,"completion_tokens":7,"total_tokens":57"""
            + ""","prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}"""
            + ""","timings":{"cache_n":1,"prompt_n":9,"prompt_ms":4.3,"predicted_n":6,"predicted_ms":7.9}}""";
        string[] text =
        [
            Chunk("""{"role":"assistant","content":null}"""),
            Chunk("""{"reasoning_content":"hm"}"""),
            Chunk("""{"content":"Grüße \ud83d\ude42 \"x\"\n"}"""),
            Chunk("""{"content":"数学 🙂"}"""),
            Chunk("{}", "\"stop\""),
            usage,
        ];
        string[] tools =
        [
            Chunk("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"find","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"q\":\"\ud83d"}}]}"""),
            Chunk(
                """{"tool_calls":[{"index":0,"function":{"arguments":"\ude42\"}"}},{"id":"b","function":{"name":"g","arguments":{}}}]}"""
            ),
            Chunk("{}", "\"tool_calls\""),
            usage,
        ];
        foreach (var chunks in (string[][])[text, tools])
        {
            yield return string.Concat(chunks.Select(chunk => $"data: {chunk}\n\n")) + "data: [DONE]\n\n";
            yield return string.Concat(chunks.Select(chunk => $": ping\r\nevent: message\r\ndata: {chunk}\r\n\r\n")) + "data: [DONE]";
            yield return string.Concat(chunks.Select(chunk => chunk + "\n"));
            yield return $"[{string.Join(",\n", chunks)}]";
        }

        yield return """{"choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"text","text":"Hi"}]},"""
            + "\n"
            + """ "finish_reason":"length"}],"""
            + "\n"
            + """ "usage":{"prompt_tokens":5,"completion_tokens":1}}""";
        yield return """data: {"error":{"message":"engine is gone","code":500}}""" + "\n\n";
        yield return """{"object":"error","message":"engine is gone","code":500}""";
        yield return "event: error\ndata: upstream went away\n\n";
    }

    private static IEnumerable<string> Ollama()
    {
        const string done =
            """{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":900000000"""
            + ""","load_duration":1000000,"prompt_eval_count":50,"prompt_eval_duration":100000000,"eval_count":7,"eval_duration":7000}""";
        string[] lines =
        [
            Line("""{"content":"","thinking":"hm"}"""),
            Line("""{"content":"Grüße \ud83d\ude42 \"x\"\n"}"""),
            Line("""{"content":"数学 🙂"}"""),
            Line("""{"content":"","tool_calls":[{"id":"a","function":{"index":0,"name":"f","arguments":{"q":"\ud83d\ude42"}}}]}"""),
            done,
        ];
        yield return string.Concat(lines.Select(line => line + "\n"));
        yield return string.Concat(lines.Select(line => line + "\r\n"));
        yield return string.Concat(lines.Select(line => $"data: {line}\n\n"));
        yield return "[" + string.Join(",", lines) + "]";
        yield return done.Replace(",", ",\n ");
        yield return lines[1] + "\n" + """{"error":"an error was encountered while running the model: unexpected EOF"}""" + "\n";
        yield return """{"response":"x","done":false}""" + "\n" + """{"response":"","done":true,"done_reason":"length"}""" + "\n";
    }

    private static string Chunk(string delta, string finish = "null") =>
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":"""
        + delta
        + ""","finish_reason":"""
        + finish
        + "}]}";

    private static string Line(string message) =>
        """{"model":"m","created_at":"2026-01-01T00:00:00Z","message":""" + message + ""","done":false}""";
}
