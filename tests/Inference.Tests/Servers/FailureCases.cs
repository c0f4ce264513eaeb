using AgentLoad.Measurement.Records;
using static AgentLoad.Inference.Tests.Servers.WireText;
using static AgentLoad.Measurement.Records.CallOutcome;

namespace AgentLoad.Inference.Tests.Servers;

/// <summary>Finish reasons, errors inside replies with status 200, and error responses.</summary>
internal static class FailureCases
{
    private const string Gone = """{"message":"engine is gone","type":"InternalServerError","param":null,"code":500}""";

    public static IEnumerable<ServerCase> All => [.. FinishReasons(), .. Errors(), .. WholeErrors(), .. Responses(), .. Redirects()];

    private static ServerCase Ends(string? reason, string middle = "null", bool done = true, bool whole = true) =>
        FromOpenAI(
            $"finish reason {reason ?? "missing"}, {middle} before{(done ? "" : ", no [DONE]")}",
            [
                .. (whole ? Pieces : Pieces[..2]).Select(p => Sse(Delta(p, middle))),
                reason is null ? "" : Sse(Chunk("{}", reason)),
                whole ? Sse(Usage) : "",
                done ? "data: [DONE]\n\n" : "",
            ]
        );

    private static IEnumerable<ServerCase> FinishReasons()
    {
        foreach (string reason in (string[])["abort", "error", "insufficient_system_resource", "ABORTED", "engine_failure"])
        {
            yield return Ends($"\"{reason}\"") with
            {
                Outcome = ServerError,
                Error = $"the finish reason '{reason}'",
            };
        }

        foreach (string reason in (string[])["content_filter", "SAFETY", "content-filter"])
        {
            yield return Ends($"\"{reason}\"") with
            {
                Outcome = Rejected,
                Error = $"the finish reason '{reason}'",
            };
        }

        foreach (string reason in (string[])["length", "max_tokens", "MAX_TOKENS", "model_length"])
        {
            yield return Ends($"\"{reason}\"") with
            {
                Outcome = LengthLimited,
            };
        }

        yield return Ends("\"eos_token\"");
        yield return Ends("{\"type\":\"stop\"}");
        yield return Ends("\"stop\"", "\"\"");
        yield return Ends("\"stop\"", "\"null\"");
        yield return Ends(null);
        yield return Ends(null, "\"\"");
        yield return Ends(null, "\"\"", false, false).Failed(Incomplete, "without a finish reason");
        yield return Ends(null, "\"null\"", false, false).Failed(Incomplete, "without a finish reason");
        yield return Ends(null, "null", false, false).Failed(Incomplete, "without a finish reason");
        yield return FromOpenAI("only [DONE]", "data: [DONE]\n\n").Failed(Incomplete, "without text", 0);
        yield return FromOpenAI("empty body", "").Failed(Incomplete, "without a finish reason", 0);
    }

    private static ServerCase Stream(string name, string then, int before = 2) =>
        FromOpenAI(name, [.. Pieces.Take(before).Select(p => Sse(Delta(p))), then, "data: [DONE]\n\n"]);

    private static ServerCase Error(string name, string then, int before = 2, string error = "engine is gone") =>
        Stream(name, then, before).Failed(ServerError, error, before);

    private static IEnumerable<ServerCase> Errors() =>
        [
            Error("nested error", Sse($$"""{"error":{{Gone}}}""")),
            Error("nested error first", Sse($$"""{"error":{{Gone}}}"""), 0),
            Error("text error", Sse("""{"error":"engine is gone"}""")),
            Error(
                "error of TGI",
                "data:{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}\n\n",
                error: "Model is overloaded"
            ),
            Error("flat error", Sse("{\"object\":\"error\"," + Gone[1..])),
            Error("flat error first", Sse("{\"object\":\"error\"," + Gone[1..]), 0),
            Error("error of Anthropic", Sse($$"""{"type":"error","error":{{Gone}}}""")),
            Error("error event", $"event: error\ndata: {Gone}\n\n"),
            Error("error event with text", "event: error\ndata: upstream went away\n\n", error: "upstream went away"),
            Error("error field of llama-server", $"error: {Gone}\n\n"),
            Error(
                "error in the choice",
                Sse("""{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error","error":""" + Gone + "}]}")
            ),
            Error("detail", Sse("""{"detail":"engine is gone"}""")),
            Error("message without a reply", Sse("""{"message":"engine is gone"}""")),
            Error("unsuccessful", Sse("""{"success":false,"msg":"engine is gone"}""")),
            Error("errors", Sse("""{"errors":[{"message":"engine is gone"}]}""")),
            Error("error with half an emoji", Sse("""{"error":{"message":"bad text \ud83d"}}"""), error: "bad text \uFFFD"),
            Error("text error with half an emoji", Sse("""{"error":"bad text \ud83d"}"""), error: "bad text \uFFFD"),
            FromOpenAI("error that is not UTF-8", [.. "data: {\"error\":{\"message\":\"bad "u8, 0xFF, .. " text\"}}\n\n"u8])
                .Failed(ServerError, "bad \uFFFD text", 0),
            Stream("error null", Sse(Chunk("{\"content\":\"x\"}", "null", ",\"error\":null")) + Sse(Chunk("{}", "\"stop\"")))
                .Estimated(3) with
            {
                Text = "Answer: (1 + 2x",
            },
            .. new[] { "\"\"", "false", "{}", "[]" }.Select(nothing =>
                Stream($"error {nothing}", Sse($$"""{"error":{{nothing}}}""") + Sse(Chunk("{}", "\"stop\""))).Estimated(2) with
                {
                    Text = "Answer: (1 + 2",
                }
            ),
        ];

    private static IEnumerable<ServerCase> WholeErrors()
    {
        (string Name, string Body, string Type, string Error)[] bodies =
        [
            ("JSON error", $$"""{"error":{{Gone}}}""", "application/json", "engine is gone"),
            (
                "pretty-printed JSON error",
                "{\n  \"error\": {\n    \"message\": \"engine is gone\"\n  }\n}",
                "application/json",
                "engine is gone"
            ),
            ("flat JSON error", "{\"object\":\"error\"," + Gone[1..], "application/json", "engine is gone"),
            ("JSON error with a code", """{"code":429,"msg":"quota exceeded","success":false}""", "application/json", "quota exceeded"),
            ("JSON error in an array", $$"""[{"error":{{Gone}}}]""", "application/json", "engine is gone"),
            ("HTML page", "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html", "502 Bad Gateway"),
            ("text", "upstream went away", "text/plain", "upstream went away"),
        ];
        foreach (var (name, body, type, error) in bodies)
        {
            yield return FromOpenAI(name + " instead of a reply", body).Failed(ServerError, error, 0) with
            {
                ContentType = type,
            };
            yield return FromOllama(name + " instead of a reply (Ollama)", body).Failed(ServerError, error, 0) with
            {
                ContentType = type,
            };
        }
    }

    private static ServerCase Response(int status, string body, CallOutcome outcome, string error, string type = "application/json") =>
        FromOpenAI($"HTTP {status} {error} {body.Length}", body) with
        {
            Status = status,
            ContentType = type,
            Outcome = outcome,
            Error = $"HTTP {status}: {error}",
            Text = "",
            Prompt = null,
            Completion = null,
            Provenance = TokenProvenance.Missing,
        };

    private static string Nginx(string title) =>
        $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

    private static IEnumerable<ServerCase> Responses() =>
        [
            Response(502, Nginx("502 Bad Gateway"), ServerError, "502 Bad Gateway", "text/html"),
            Response(504, Nginx("504 Gateway Time-out"), ServerError, "504 Gateway Time-out", "text/html"),
            Response(413, Nginx("413 Request Entity Too Large"), Rejected, "413 Request Entity Too Large", "text/html"),
            Response(499, Nginx("499"), Rejected, "499", "text/html"),
            Response(403, Nginx("403 Forbidden"), Rejected, "403 Forbidden", "text/html"),
            Response(408, Nginx("408 Request Timeout"), Rejected, "408 Request Timeout", "text/html"),
            Response(520, Nginx("520"), ServerError, "520", "text/html"),
            Response(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", Overloaded, "Overloaded"),
            Response(429, """{"error":{"message":"Rate limit reached"}}""", Overloaded, "Rate limit reached"),
            Response(400, """[{"error":{"code":400,"message":"Bad model","status":"INVALID_ARGUMENT"}}]""", Rejected, "Bad model"),
            Response(
                422,
                """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}""",
                Rejected,
                "body.stream_options: Extra inputs are not permitted"
            ),
            Response(404, """{"detail":"Not Found"}""", Rejected, "Not Found"),
            Response(500, "", ServerError, "Reason"),
            Response(503, new string('x', 300_000), Overloaded, "xxx", "text/plain"),
            Response(498, """{"error":"token expired"}""", Rejected, "token expired"),
            Response(400, """{"object":"error","message":"max_tokens too large","code":400}""", Rejected, "max_tokens too large"),
            Response(400, """{"errors":[{"message":"no such model"}]}""", Rejected, "no such model"),
            Response(500, """{"error":{"error":{"message":"deep down"}}}""", ServerError, "deep down"),
            Response(500, """{"error":{"message":"bad \ud83d text"}}""", ServerError, "bad \uFFFD text"),
        ];

    private static IEnumerable<ServerCase> Redirects()
    {
        foreach (int status in (int[])[301, 302, 307, 308])
        {
            foreach (
                var (location, target) in (ValueTuple<string, string>[])
                    [
                        ("http://other:1/v1/chat/completions/?next=1", "redirected to http://other:1/v1/chat/completions/"),
                        ("/v1/chat/completions/", "/v1/chat/completions/"),
                        ("completions/", "/v1/chat/completions/"),
                        ("/login?next=%2Fv1", "/login"),
                        ("", ""),
                    ]
            )
            {
                yield return Response(status, "", Rejected, "") with
                {
                    Name = $"HTTP {status} to '{location}'",
                    Headers = $"Location: {location}\r\n",
                    Error = target,
                };
            }
        }
    }
}
