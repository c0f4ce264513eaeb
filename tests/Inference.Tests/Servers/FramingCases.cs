using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Measurement.Records;
using static AgentLoad.Inference.Tests.Servers.WireText;

namespace AgentLoad.Inference.Tests.Servers;

/// <summary>Framing, content types, statuses and compression of good replies.</summary>
internal static class FramingCases
{
    public static IEnumerable<ServerCase> All => [.. Framing(), .. OtherFraming(), .. ContentTypes(), .. Compression(), .. WholeReplies()];

    private static ServerCase Framed(string name, Func<int, string, string> frame, string done = "data: [DONE]\n\n") =>
        FromOpenAI(name, [.. Good.Select((json, i) => frame(i, json)), done]);

    private static IEnumerable<ServerCase> Framing() =>
        [
            Framed("plain", (_, e) => Sse(e)),
            Framed("no space after the colon", (_, e) => $"data:{e}\n\n", "data:[DONE]\n\n"),
            Framed("CR LF", (_, e) => $"data: {e}\r\n\r\n", "data: [DONE]\r\n\r\n"),
            Framed("lone CR", (_, e) => $"data: {e}\r\r", "data: [DONE]\r\r"),
            Framed("comments", (_, e) => $":\n\n: keep-alive\n\n: PROCESSING\n\ndata: {e}\n\n"),
            Framed("empty data", (_, e) => $"data:\n\nevent: ping\ndata: \n\nretry: 3000\n\nid: 7\n\ndata: {e}\n\n"),
            Framed("JSON ping", (_, e) => "event: ping\ndata: {\"type\": \"ping\"}\n\n" + Sse(e)),
            Framed("JSON ping without a name", (_, e) => "data: {\"type\": \"ping\"}\n\n" + Sse(e)),
            Framed("text ping", (_, e) => "event: ping\ndata: ping\n\n" + Sse(e)),
            Framed("text ping without a name", (_, e) => "data: ping\n\n" + Sse(e)),
            Framed("time ping", (_, e) => "event: ping\ndata: 2026-01-01T00:00:00Z\n\n" + Sse(e)),
            Framed("null data", (_, e) => "data: null\n\n" + Sse(e)),
            Framed("BOM", (i, e) => (i == 0 ? "\uFEFF" : "") + Sse(e)),
            Framed("pretty-printed data", (_, e) => $"data: {Pretty(e).Replace("\n", "\ndata: ")}\n\n"),
            Framed("no empty lines", (_, e) => $"data: {e}\n", "data: [DONE]\n"),
            Framed("no [DONE]", (_, e) => Sse(e), ""),
            Framed("[DONE] with a blank", (_, e) => Sse(e), "data: [DONE] \n\n"),
            Framed("[done] in lower case", (_, e) => Sse(e), "data: [done]\n\n"),
            Framed("[DONE] without a line ending", (_, e) => Sse(e), "data: [DONE]"),
            Framed("[DONE] without data", (_, e) => Sse(e), "[DONE]\n"),
            Framed("event and id fields", (i, e) => $"event: message\nid: {i}\ndata: {e}\n\n"),
            Framed("event fields without empty lines", (i, e) => $"event: message\nid: {i}\ndata: {e}\n", "data: [DONE]\n"),
            Framed("line of 2 MB", (i, e) => Sse(i == 2 ? e[..^1] + ",\"pad\":\"" + new string('x', 2_000_000) + "\"}" : e)),
        ];

    private static IEnumerable<ServerCase> OtherFraming() =>
        [
            Framed("JSON lines instead of events", (_, e) => e + "\n", ""),
            FromOpenAI("several objects in one line", string.Concat(Good) + "\n"),
            FromOpenAI("an array of objects", $"[{string.Join(",\n", Good)}]"),
            FromOllama("events instead of JSON lines", [.. Lines.Select(l => $"data: {l}\n"), $"data: {End()}\n"]) with
            {
                ContentType = "text/event-stream",
            },
            FromOpenAI("one byte per chunk", [.. Bytes(Sse(Delta("数学 🙂 é")) + GoodStream).Select(b => new[] { b })]) with
            {
                Text = "数学 🙂 é" + Answer,
            },
        ];

    private static IEnumerable<ServerCase> ContentTypes()
    {
        foreach (
            string? type in (string?[])
                [
                    "text/plain; charset=utf-8",
                    null,
                    "application/json",
                    "application/x-ndjson",
                    "application/octet-stream",
                    "text/json",
                    "text/html",
                ]
        )
        {
            yield return FromOpenAI($"events as {type ?? "no type"}", GoodStream) with
            {
                ContentType = type,
            };
            yield return FromOllama($"lines as {type ?? "no type"}", [.. Lines, End()]) with
            {
                ContentType = type,
            };
        }

        foreach (int status in (int[])[201, 202, 203, 206])
        {
            yield return FromOpenAI($"events with status {status}", GoodStream) with
            {
                Status = status,
            };
            yield return FromOllama($"lines with status {status}", [.. Lines, End()]) with
            {
                Status = status,
            };
        }
    }

    private static IEnumerable<ServerCase> Compression() =>
        [
            FromOpenAI("gzip", Packed(s => new GZipStream(s, CompressionLevel.Fastest))) with
            {
                Headers = "Content-Encoding: gzip\r\n",
            },
            FromOpenAI("gzip without a header", Packed(s => new GZipStream(s, CompressionLevel.Fastest))),
            FromOpenAI("gzip byte by byte", [.. Packed(s => new GZipStream(s, CompressionLevel.Fastest)).Select(b => new[] { b })]),
            FromOpenAI("deflate", Packed(s => new ZLibStream(s, CompressionLevel.Fastest))) with
            {
                Headers = "Content-Encoding: deflate\r\n",
            },
            FromOpenAI("brotli", Packed(s => new BrotliStream(s, CompressionLevel.Fastest))) with
            {
                Headers = "Content-Encoding: br\r\n",
            },
            FromOpenAI("identity", GoodStream) with
            {
                Headers = "Content-Encoding: identity\r\n",
            },
            FromOpenAI("corrupt gzip", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
                .Failed(CallOutcome.ServerError, "compressed", 0),
        ];

    private static IEnumerable<ServerCase> WholeReplies()
    {
        const string whole =
            """{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Answer: """
            + """(1 + 2 + 3) * 4 = 24"},"finish_reason":"stop"}],"usage":{"prompt_tokens":50,"completion_tokens":7}}""";
        string parts = whole.Replace(
            $"\"{Answer}\"",
            """[{"type":"text","text":"Answer: "},{"type":"text","text":"(1 + 2 + 3) * 4 = 24"}]"""
        );
        yield return Whole("whole reply", whole);
        yield return Whole("pretty-printed whole reply", Pretty(whole));
        yield return Whole("whole reply with CR only", Pretty(whole).Replace('\n', '\r'));
        yield return Whole("whole reply after a line ending", "\n" + whole);
        yield return Whole("whole reply after blanks", "  " + whole);
        yield return Whole("whole reply in an array", $"[{whole}]");
        yield return Whole("whole reply with parts", parts);
        yield return FromOpenAI("whole reply as an event", Sse(whole) + "data: [DONE]\n\n");
        yield return FromOpenAI("whole message after the deltas", string.Concat(Good.Take(5).Select(Sse)) + Sse(whole));
        yield return FromOllama("whole line", Line($"\"content\":\"{Answer}\"", "\"done\":true," + Final)) with
        {
            ContentType = "application/json",
        };
        yield return FromOllama("pretty-printed line", Pretty(Line($"\"content\":\"{Answer}\"", "\"done\":true," + Final)));
    }

    private static ServerCase Whole(string name, string json) => FromOpenAI(name, json) with { ContentType = "application/json" };

    private static string Pretty(string json) =>
        JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" });

    private static byte[] Packed(Func<Stream, Stream> compress)
    {
        var packed = new MemoryStream();
        using (var stream = compress(packed))
        {
            stream.Write(Bytes(GoodStream));
        }

        return packed.ToArray();
    }
}
