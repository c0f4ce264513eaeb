using static AgentLoad.Inference.Tests.Servers.WireText;
using static AgentLoad.Measurement.Records.CallOutcome;

namespace AgentLoad.Inference.Tests.Servers;

/// <summary>Ollama's API as Ollama, its older versions, proxies and emulations send it.</summary>
internal static class OllamaCases
{
    public static IEnumerable<ServerCase> All => [.. Finals(), .. Messages(), .. Errors(), .. Tools()];

    private static ServerCase Ends(string name, string final) => FromOllama(name, [.. Lines, End(final)]);

    private static string With(string name, string value) =>
        System.Text.RegularExpressions.Regex.Replace(Final, $"\"{name}\":[^,]+", $"\"{name}\":{value}");

    private static string Without(string name) =>
        System.Text.RegularExpressions.Regex.Replace(Final, $"\"{name}\":[^,]+,?", "").TrimEnd(',');

    private static IEnumerable<ServerCase> Finals() =>
        [
            Ends("healthy", Final),
            Ends("no prompt count", Without("prompt_eval_count")).Estimated(7),
            Ends("no counts", "\"done_reason\":\"stop\"").Estimated(5),
            Ends("prompt count 0", With("prompt_eval_count", "0")).Estimated(7),
            Ends("counts as text", With("prompt_eval_count", "\"50\"")),
            Ends("counts as fractions", With("prompt_eval_count", "50.0")),
            Ends("negative count", With("prompt_eval_count", "-50")).Estimated(7),
            Ends("durations 0", With("total_duration", "0")),
            Ends("negative durations", With("eval_duration", "-700")),
            Ends("huge durations", With("load_duration", "9223372036854775807")),
            Ends("durations as exponents", With("total_duration", "9e8")),
            Ends("durations as text", With("total_duration", "\"x\"")),
            Ends("reason load", With("done_reason", "\"load\"")),
            Ends("reason length", With("done_reason", "\"length\"")) with
            {
                Outcome = LengthLimited,
            },
            Ends("no reason", Without("done_reason")),
            Ends("reason error", With("done_reason", "\"error\"")) with
            {
                Outcome = ServerError,
                Error = "finish reason 'error'",
            },
            Ends("error empty", Final + ",\"error\":\"\""),
            Ends("error null", Final + ",\"error\":null"),
            FromOllama("done as text", [.. Lines, End().Replace("\"done\":true", "\"done\":\"true\"")]),
            FromOllama("cut", Lines).Failed(Incomplete, "without its final line", 5),
            FromOllama("cut in the final line", [.. Lines, End()[..40]]).Failed(Incomplete, "in the middle of a line", 5),
        ];

    private static IEnumerable<ServerCase> Messages() =>
        [
            FromOllama("message null", [.. Lines, $$"""{"model":"m","message":null,"done":true,{{Final}}}"""]),
            FromOllama("no message", [.. Lines, $$"""{"model":"m","done":true,{{Final}}}"""]),
            FromOllama("message as text", [.. Lines, $$"""{"model":"m","message":"","done":true,{{Final}}}"""]),
            FromOllama("BOM", ["\uFEFF" + Lines[0], .. Lines[1..], End()]),
            FromOllama("CR LF", [.. Lines.Select(l => l.Replace("\n", "\r\n")), End().Replace("\n", "\r\n")]),
            FromOllama("lone CR", [.. Lines.Select(l => l.Replace("\n", "\r")), End().Replace("\n", "\r")]),
            FromOllama("blank lines", ["\n", .. Lines, " \n\n", End()]),
            FromOllama("no last line ending", [.. Lines, End().TrimEnd('\n')]),
            FromOllama("thinking", [Line("\"content\":\"\",\"thinking\":\"hm\""), .. Lines, End()]) with
            {
                Thinking = "hm",
            },
            FromOllama("reasoning", [Line("\"content\":\"\",\"reasoning\":\"hm\""), .. Lines, End()]) with
            {
                Thinking = "hm",
            },
            FromOllama(
                "the API /api/generate",
                [.. Pieces.Select(p => $$"""{"response":"{{p}}","done":false}""" + "\n"), $$"""{"response":"","done":true,{{Final}}}"""]
            ),
            FromOllama(
                "halves of an emoji",
                [
                    Line(
                        """
                        "content":"\ud83d"
                        """.Trim()
                    ),
                    Line(
                        """
                        "content":"\ude42"
                        """.Trim()
                    ),
                    .. Lines,
                    End(),
                ]
            ) with
            {
                Text = "🙂" + Answer,
            },
            FromOllama("content as parts", Line("\"content\":[{\"type\":\"text\",\"text\":\"" + Answer + "\"}]"), End()),
            FromOllama("content null", [Line("\"content\":null"), .. Lines, End()]),
            FromOllama("status line", ["{\"status\":\"pulling manifest\"}\n", .. Lines, End()]),
        ];

    private static IEnumerable<ServerCase> Errors() =>
        [
            FromOllama("error text", Lines[0], """{"error":"an error was encountered while running the model: unexpected EOF"}""" + "\n")
                .Failed(ServerError, "unexpected EOF", 1),
            FromOllama("error object", Lines[0], """{"error":{"message":"engine is gone","code":500}}""" + "\n")
                .Failed(ServerError, "engine is gone", 1),
            FromOllama("flat error", Lines[0], """{"message":"engine is gone","code":500}""" + "\n")
                .Failed(ServerError, "engine is gone", 1),
            FromOllama("half an emoji in an error", """{"error":"bad text \ud83d"}""" + "\n").Failed(ServerError, "bad text \uFFFD", 0),
            FromOllama("invalid JSON", Lines[0], "{\"message\":{\"content\":\"x\"]}\n").Failed(ServerError, "invalid JSON", 1) with
            {
                Text = "Answer: x",
            },
            FromOllama("a line that ends in a string", Lines[0], "{\"message\":{\"content\":\"x\n", Lines[1])
                .Failed(ServerError, "invalid JSON", 1),
        ];

    private static ServerCase Asks(string name, string calls, params ToolCall[] expected) =>
        FromOllama(name, Line($"\"content\":\"\",\"tool_calls\":{calls}"), End()) with
        {
            Text = "",
            ToolCalls = expected,
            Completion = 7,
        };

    private static IEnumerable<ServerCase> Tools() =>
        [
            Asks("arguments as object", Call("{\"q\":1}"), new ToolCall("call_0", "f", "{\"q\":1}")),
            Asks("arguments as text", Call("\"{\\\"q\\\":1}\""), new ToolCall("call_0", "f", "{\"q\":1}")),
            Asks("arguments null", Call("null"), new ToolCall("call_0", "f", "{}")),
            Asks("arguments empty", Call("\"\""), new ToolCall("call_0", "f", "{}")),
            Asks("no arguments", """[{"function":{"name":"f"}}]""", new ToolCall("call_0", "f", "{}")),
            Asks("arguments as list", Call("[{\"q\":1}]"), new ToolCall("call_0", "f", "[{\"q\":1}]")),
            Asks("parameters", """[{"function":{"name":"f","parameters":{"q":1}}}]""", new ToolCall("call_0", "f", "{\"q\":1}")),
            Asks("no function object", """[{"name":"f","arguments":{"q":1}}]""", new ToolCall("call_0", "f", "{\"q\":1}")),
            Asks(
                "two calls with ids",
                """[{"id":"a","function":{"name":"f","arguments":{}}},{"id":"b","function":{"name":"f","arguments":{}}}]""",
                new ToolCall("a", "f", "{}"),
                new ToolCall("b", "f", "{}")
            ),
            Asks(
                "two equal calls without ids",
                """[{"function":{"name":"f","arguments":{}}},{"function":{"name":"f","arguments":{}}}]""",
                new ToolCall("call_0", "f", "{}"),
                new ToolCall("call_1", "f", "{}")
            ),
            Asks(
                "two calls without ids and arguments",
                """[{"function":{"name":"f"}},{"function":{"name":"f"}}]""",
                new ToolCall("call_0", "f", "{}"),
                new ToolCall("call_1", "f", "{}")
            ),
            Asks(
                "two calls with the same id",
                """[{"id":"a","function":{"name":"f","arguments":{"q":1}}},{"id":"a","function":{"name":"f","arguments":{"q":2}}}]""",
                new ToolCall("a", "f", "{\"q\":1}"),
                new ToolCall("call_1", "f", "{\"q\":2}")
            ),
            Asks("function null", """[{"function":null}]"""),
            Asks("call null", "[null]"),
            Asks("call as text", """["f"]"""),
            Asks("calls null", "null"),
            Asks("calls as object", """{"function":{"name":"f"}}""", new ToolCall("call_0", "f", "{}")),
            Asks(
                "half an emoji in a call",
                """[{"id":"\ud83d","function":{"name":"f","arguments":{"q":"\ud83d"}}}]""",
                new ToolCall("\uFFFD", "f", """{"q":"\ud83d"}""")
            ),
        ];

    private static string Call(string arguments) => """[{"function":{"name":"f","arguments":""" + arguments + "}}]";
}
