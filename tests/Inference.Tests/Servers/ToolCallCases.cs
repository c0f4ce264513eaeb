using System.Text.Json;
using System.Text.Json.Nodes;
using static AgentLoad.Inference.Tests.Servers.WireText;

namespace AgentLoad.Inference.Tests.Servers;

/// <summary>Streamed tool calls of the OpenAI-compatible API.</summary>
internal static class ToolCallCases
{
    private const string Name = "lookup";
    private const string First = """{"entity":"Ann Lee","relation":"mentor"}""";
    private const string Second = """{"entity":"Bo Ray","relation":"rival"}""";

    private static readonly ToolCall A = new("a", Name, First);
    private static readonly ToolCall B = new("b", Name, Second);

    public static IEnumerable<ServerCase> All => [.. Two(), .. One()];

    private static IEnumerable<ServerCase> Two() =>
        [
            Calls("two calls in pieces", [.. Split(0, "a", First), .. Split(1, "b", Second)], A, B),
            Calls("two whole calls in one chunk", [Join(Part(0, "a", Name, First), Part(1, "b", Name, Second))], A, B),
            Calls("index 0 for both", [Part(0, "a", Name, First), Part(0, "b", Name, Second)], A, B),
            Calls("index 0 for both in one chunk", [Join(Part(0, "a", Name, First), Part(0, "b", Name, Second))], A, B),
            Calls("index 0 for both in pieces", [.. Split(0, "a", First), .. Split(0, "b", Second)], A, B),
            Calls("no index", [Part(null, "a", Name, First), Part(null, "b", Name, Second)], A, B),
            Calls("no index in pieces", [.. Split(null, "a", First), .. Split(null, "b", Second)], A, B),
            Calls(
                "no index and no id",
                [Part(null, null, Name, First), Part(null, null, Name, Second)],
                A with
                {
                    Id = "call_0",
                },
                B with
                {
                    Id = "call_1",
                }
            ),
            Calls("no index and the same id", [Part(null, "a", Name, First), Part(null, "a", Name, Second)], A, B with { Id = "call_1" }),
            Calls("index as text", [Part("0", "a", Name, First), Part("1", "b", Name, Second)], A, B),
            Calls("index from 1", [Part(1, "a", Name, First), Part(2, "b", Name, Second)], A, B),
            Calls(
                "interleaved pieces",
                [
                    Part(0, "a", Name, ""),
                    Part(1, "b", Name, ""),
                    Part(0, null, null, First[..9]),
                    Part(1, null, null, Second[..9]),
                    Part(0, null, null, First[9..]),
                    Part(1, null, null, Second[9..]),
                ],
                A,
                B
            ),
            Calls(
                "interleaved pieces by id",
                [
                    Part(null, "a", Name, First[..9]),
                    Part(null, "b", Name, Second[..9]),
                    Part(null, "a", null, First[9..]),
                    Part(null, "b", null, Second[9..]),
                ],
                A,
                B
            ),
        ];

    private static IEnumerable<ServerCase> One() =>
        [
            Calls("name in every chunk", [.. Thirds(First).Select(third => Part(0, "a", Name, third))], A),
            Calls(
                "name in every chunk without id",
                [.. Thirds(First).Select(third => Part(0, null, Name, third))],
                A with
                {
                    Id = "call_0",
                }
            ),
            Calls("name in pieces", [Part(0, "a", Name[..4], ""), Part(0, null, Name[4..], ""), Part(0, null, null, First)], A),
            Calls("empty name first", [Part(0, "a", "", ""), Part(0, "a", Name, First)], A),
            Calls("id in every chunk", [Part(0, "a", Name, ""), .. Thirds(First).Select(third => Part(0, "a", null, third))], A),
            Calls(
                "other ids with later pieces",
                [Part(0, "a", Name, ""), .. Thirds(First).Select((third, i) => Part(0, $"a{i}", "", third))],
                A
            ),
            Calls("empty id", [Part(0, "", Name, First)], A with { Id = "call_0" }),
            Calls("arguments as object", [Part(0, "a", Name, JsonNode.Parse(First))], A),
            Calls("arguments encoded twice", [Part(0, "a", Name, JsonSerializer.Serialize(First))], A),
            Calls("no arguments", [Part(0, "a", Name, null)], A with { Arguments = "{}" }),
            Calls("empty arguments", [Part(0, "a", Name, "")], A with { Arguments = "{}" }),
            Calls("cut arguments", [Part(0, "a", Name, "{\"entity\":")], A with { Arguments = "{\"entity\":" }),
            Calls("pieces in the same chunk", [Join(Part(0, "a", Name, First[..9]), Part(0, null, null, First[9..]))], A),
            Calls("the whole call again", [.. Split(0, "a", First), Part(0, "a", Name, First)], A),
            Calls("an empty part later", [Part(0, "a", Name, First), Part(0, "a", "", "")], A),
            Calls("finish reason stop", [Part(0, "a", Name, First)], A) is var stop
                ? stop with
                {
                    Name = "finish reason stop",
                    Pieces =
                    [
                        .. stop.Pieces.Select(p => Bytes(System.Text.Encoding.UTF8.GetString(p).Replace("\"tool_calls\"}", "\"stop\"}"))),
                    ],
                }
                : stop,
            FromOpenAI(
                "function_call of the first API",
                Sse(Chunk("{\"function_call\":{\"name\":\"lookup\",\"arguments\":" + JsonSerializer.Serialize(First) + "}}")),
                Sse(Chunk("{}", "\"function_call\"")),
                Sse(Usage),
                "data: [DONE]\n\n"
            ) with
            {
                Text = "",
                ToolCalls = [A with { Id = "call_0" }],
            },
        ];

    private static ServerCase Calls(string name, JsonArray[] parts, params ToolCall[] expected) =>
        FromOpenAI(
            name,
            [
                Sse(Chunk("{\"role\":\"assistant\",\"content\":null}")),
                .. parts.Select(part => Sse(Chunk(new JsonObject { ["tool_calls"] = part }.ToJsonString()))),
                Sse(Chunk("{}", "\"tool_calls\"")),
                Sse(Usage),
                "data: [DONE]\n\n",
            ]
        ) with
        {
            Text = "",
            ToolCalls = expected,
        };

    private static JsonArray[] Split(JsonNode? index, string id, string arguments) =>
        [Part(index?.DeepClone(), id, Name, ""), .. Thirds(arguments).Select(third => Part(index?.DeepClone(), null, null, third))];

    private static string[] Thirds(string text) => [text[..9], text[9..20], text[20..]];

    private static JsonArray Join(params JsonArray[] parts) => [.. parts.SelectMany(part => part).Select(part => part!.DeepClone())];

    private static JsonArray Part(JsonNode? index, string? id, string? name, JsonNode? arguments)
    {
        var function = new JsonObject();
        if (name is not null)
        {
            function["name"] = name;
        }

        if (arguments is not null)
        {
            function["arguments"] = arguments;
        }

        var part = new JsonObject { ["type"] = "function", ["function"] = function };
        if (index is not null)
        {
            part["index"] = index;
        }

        if (id is not null)
        {
            part["id"] = id;
        }

        return [part];
    }
}
