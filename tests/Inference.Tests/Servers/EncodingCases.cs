using static AgentLoad.Inference.Tests.Servers.WireText;

namespace AgentLoad.Inference.Tests.Servers;

/// <summary>Text that is not valid Unicode, JSON that is almost JSON, and values of another type, followed by a good reply.</summary>
internal static class EncodingCases
{
    public static IEnumerable<ServerCase> All => [.. Text(), .. Types(), .. Counts()];

    // The additional chunk counts only if it has content; the counts of the server stay.
    private static ServerCase Before(string name, string json, string text = "") =>
        FromOpenAI(name, Sse(json), GoodStream) with
        {
            Text = text + Answer,
        };

    private static ServerCase Before(string name, byte[] line, string text) =>
        FromOpenAI(name, [.. "data: "u8, .. line, .. "\n\n"u8], Bytes(GoodStream)) with
        {
            Text = text + Answer,
        };

    private static IEnumerable<ServerCase> Text() =>
        [
            FromOpenAI(
                "halves of an emoji in two chunks",
                Sse("""{"choices":[{"index":0,"delta":{"content":"\ud83d"}}]}"""),
                Sse("""{"choices":[{"index":0,"delta":{"content":"\ude42 "}}]}"""),
                GoodStream
            ) with
            {
                Text = "🙂 " + Answer,
            },
            FromOpenAI(
                "halves of an emoji's bytes in two chunks",
                [.. "data: {\"choices\":[{\"delta\":{\"content\":\""u8, 0xF0, 0x9F, .. "\"}}]}\n\n"u8],
                [.. "data: {\"choices\":[{\"delta\":{\"content\":\""u8, 0x99, 0x82, .. "\"}}]}\n\n"u8],
                Bytes(GoodStream)
            ) with
            {
                Text = "🙂" + Answer,
            },
            Before("half an emoji", """{"choices":[{"delta":{"content":"a\ud83db"}}]}""", "a\uFFFDb"),
            Before("second half of an emoji", """{"choices":[{"delta":{"content":"\ude42"}}]}""", "\uFFFD"),
            Before("escapes", """{"choices":[{"delta":{"content":"\"\\\/\b\f\n\r\té\ud83d\ude42"}}]}""", "\"\\/\b\f\n\r\té🙂"),
            Before(
                "bytes that are not UTF-8",
                [.. "{\"choices\":[{\"delta\":{\"content\":\""u8, 0xFF, 0xFE, .. " "u8, 0xE2, 0x82, .. "\"}}]}"u8],
                "\uFFFD\uFFFD \uFFFD"
            ),
            Before("half an emoji in id and model", """{"id":"\ud83d","model":"\ud83d","choices":[{"delta":{"content":""}}]}"""),
            Before("half an emoji in usage", """{"choices":[],"usage":{"prompt_tokens":50,"completion_tokens":7,"\ud83d":"\ud83d"}}"""),
            FromOpenAI(
                "halves of an emoji in the arguments",
                Sse(
                    """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","""
                        + "\"arguments\":\"{\\\"q\\\":\\\"\\ud83d\"}}]}}]}"
                ),
                Sse("""{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\ude42\"}"}}]}}]}"""),
                GoodStream
            ) with
            {
                ToolCalls = [new("a", "f", "{\"q\":\"🙂\"}")],
            },
            FromOpenAI(
                "arguments that are not UTF-8",
                [
                    .. "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\""u8,
                    0xFF,
                    .. "\"}}]}}]}\n\n"u8,
                ],
                Bytes(GoodStream)
            ) with
            {
                ToolCalls = [new("a", "f", "\uFFFD")],
            },
        ];

    private static IEnumerable<ServerCase> Types()
    {
        foreach (
            string json in (string[])
                [
                    """{"choices":[{"index":0,"delta":{"tool_calls":[null]}}]}""",
                    """{"choices":[{"index":0,"delta":{"tool_calls":{"id":null}}}]}""",
                    """{"choices":[{"index":0,"delta":{"tool_calls":"f"}}]}""",
                    """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":null}]}}]}""",
                    """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":"f"}]}}]}""",
                    """{"choices":[{"index":0,"delta":{"tool_calls":[[[]]]}}]}""",
                    """{"choices":[null]}""",
                    """{"choices":[[1]]}""",
                    """{"choices":{"0":{}}}""",
                    """{"choices":"x"}""",
                    """{"choices":[{"index":0,"delta":"x"}]}""",
                    """{"choices":[{"index":0,"delta":null,"message":null,"finish_reason":7,"text":{}}]}""",
                    """{"choices":[{"index":0,"delta":{"content":7,"reasoning":[],"tool_calls":{}}}]}""",
                    """{"choices":[{"index":0,"delta":{"content":[null,7,{"type":"image_url","image_url":{}}]}}]}""",
                    """{"usage":"x","timings":7,"x_groq":[],"model":{}}""",
                    """{"choices":[],"x":""" + new string('[', 70) + new string(']', 70) + "}",
                    "{}",
                    "[]",
                    "7",
                ]
        )
        {
            yield return Before(json.Length > 90 ? json[..90] : json, json);
        }

        yield return Before("NaN", """{"choices":[{"delta":{"content":"NaN x "},"logprobs":NaN,"y":[-Infinity,Infinity]}]}""", "NaN x ");
        yield return Before("content as text", """{"choices":[{"text":"x "}]}""", "x ");
        yield return Before("refusal", """{"choices":[{"delta":{"content":null,"refusal":"No. "}}]}""", "No. ");
        yield return Before("reasoning twice", """{"choices":[{"delta":{"reasoning":"hm","reasoning_content":"hm"}}]}""") with
        {
            Thinking = "hm",
        };
        yield return Before(
            "reasoning as parts",
            """{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}"""
                + ""","""
                + """{"type":"text","text":"x "}]}}]}""",
            "x "
        ) with
        {
            Thinking = "hm",
        };
    }

    private static ServerCase Usage(string name, params string[] parts) =>
        FromOpenAI(name, [.. Good[..^1].Select(Sse), .. parts.Select(Sse), "data: [DONE]\n\n"]);

    private static IEnumerable<ServerCase> Counts() =>
        [
            Usage("no usage").Estimated(5),
            Usage("usage in the choice", """{"choices":[{"index":0,"usage":{"prompt_tokens":50,"completion_tokens":7}}]}"""),
            Usage("usage of Groq", """{"choices":[],"x_groq":{"id":"r","usage":{"prompt_tokens":50,"completion_tokens":7}}}"""),
            Usage("counts as text", """{"choices":[],"usage":{"prompt_tokens":"50","completion_tokens":"7"}}"""),
            Usage("counts as fractions", """{"choices":[],"usage":{"prompt_tokens":50.0,"completion_tokens":7.0}}"""),
            Usage("counts of Anthropic", """{"choices":[],"usage":{"input_tokens":20,"cache_read_input_tokens":30,"output_tokens":7}}"""),
            Usage("prompt from the total", """{"choices":[],"usage":{"total_tokens":57,"completion_tokens":7}}"""),
            Usage("completion from the total", """{"choices":[],"usage":{"total_tokens":57,"prompt_tokens":50}}"""),
            Usage(
                "completion without reasoning",
                """{"choices":[],"usage":{"total_tokens":57,"prompt_tokens":50,"completion_tokens":3,"reasoning_tokens":4}}"""
            ),
            Usage("a poorer usage later", WireText.Usage, """{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":1}}"""),
            Usage("a usage null later", WireText.Usage, """{"choices":[],"usage":null}"""),
            Usage("growing usage", """{"choices":[],"usage":{"prompt_tokens":50,"completion_tokens":1}}""", WireText.Usage),
            Usage("half of a usage", """{"choices":[],"usage":{"prompt_tokens":50}}""").Estimated(5) with
            {
                Prompt = 50,
            },
            Usage("no prompt tokens", """{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":7}}""").Estimated(7),
            Usage("no completion tokens", """{"choices":[],"usage":{"prompt_tokens":50,"completion_tokens":0}}""").Estimated(5) with
            {
                Prompt = 50,
            },
            Usage("negative counts", """{"choices":[],"usage":{"prompt_tokens":-1,"completion_tokens":-7}}""").Estimated(5),
            Usage("absurd counts", """{"choices":[],"usage":{"prompt_tokens":9e99,"completion_tokens":18446744073709551615}}""")
                .Estimated(5),
            Usage("fractional counts", """{"choices":[],"usage":{"prompt_tokens":50.5,"completion_tokens":7}}""").Estimated(7),
        ];
}
