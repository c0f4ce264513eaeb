namespace AgentLoad.Bench.Fuzz;

/// <summary>Mutates byte streams: changed, removed, repeated, moved and inserted parts.</summary>
internal static class StreamMutator
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "null",
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "data: ",
            "data: [DONE]\n\n",
            "event: error\n",
            "event: ping\n",
            "error: x\n",
            "\\ud83d",
            "\\ude42",
            "\\u0000",
            "\\u",
            "\uFEFF",
            "NaN",
            "-Infinity",
            "1e999",
            "-1",
            "18446744073709551616",
            "true",
            "\"error\":{\"message\":\"x\"},",
            "\"choices\":[{\"delta\":{\"content\":\"x\"}}],",
            "\"usage\":{\"prompt_tokens\":\"7\"},",
            "\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}],",
            "\"message\":null,",
            "\"done\":true,",
            "<html>",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF],
        [0xED, 0xA0, 0xBD],
        [0xF0, 0x9F],
        [0],
    ];

    /// <summary>Returns a stream of the corpus with one to eight mutations.</summary>
    public static byte[] Mutate(IReadOnlyList<byte[]> corpus, Random random)
    {
        var stream = corpus[random.Next(corpus.Count)].ToList();
        for (var left = random.Next(1, 9); left > 0; left--)
        {
            var at = random.Next(stream.Count + 1);
            var length = Math.Min(stream.Count - at, random.Next(1, random.Next(2) == 0 ? 4 : 80));
            switch (random.Next(6))
            {
                case 0 when length > 0:
                    stream[at] = (byte)random.Next(256);
                    break;
                case 1:
                    stream.RemoveRange(at, length);
                    break;
                case 2:
                    stream.InsertRange(random.Next(stream.Count + 1), stream.GetRange(at, length));
                    break;
                case 3:
                    var other = corpus[random.Next(corpus.Count)];
                    var start = random.Next(other.Length);
                    stream.InsertRange(at, other[start..Math.Min(other.Length, start + random.Next(1, 200))]);
                    break;
                default:
                    stream.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
            }
        }

        return [.. stream];
    }
}
