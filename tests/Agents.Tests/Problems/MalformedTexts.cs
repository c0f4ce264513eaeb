using System.Text;

namespace AgentLoad.Agents.Tests.Problems;

/// <summary>Malformed texts for parsers: known ones and random ones.</summary>
internal static class MalformedTexts
{
    private static readonly string[] Pieces =
    [
        "(",
        ")",
        "((((",
        "+",
        "-",
        "*",
        "/",
        "=",
        "24",
        "9999999999999999999999",
        "0",
        "1/0",
        "Answer:",
        "answer: ",
        "\n",
        "\r",
        " ",
        "\t",
        "(left: ",
        "4 + 9 = 13",
        "- 4",
        "−",
        "×",
        "÷",
        "\u0000",
        "\ud800",
        "🂡",
        "٢٤",
        "é",
        "Input:",
        "sure",
        "impossible",
        ".",
        ",",
        "1,000",
        "{",
        "}",
        "\"entity\"",
        ":",
        "\"\\ud800\"",
        "null",
        "[",
        "]",
        "Who is the a of B?",
        "Ada has 5 books.",
        "How many books does Ada have?",
        "\\times",
        "$",
        "**",
        "NaN",
        "1e999",
        "0x18",
        "4",
        "10",
        "13",
        "Choice 1:",
        "Observation:",
        "Tools:",
    ];

    public static IEnumerable<string> All()
    {
        yield return "";
        yield return "\n";
        yield return "Answer:";
        yield return "9999999999999999999999";
        yield return "1/0";
        yield return "4/(9-9)+10*13";
        yield return new string('(', 10_000);
        yield return new string('(', 10_000) + "24" + new string(')', 10_000);
        yield return string.Concat(Enumerable.Repeat("9+", 10_000)) + "9";
        yield return string.Concat(Enumerable.Repeat("999999999*", 30)) + "9";
        yield return "1" + string.Concat(Enumerable.Repeat("/999999999", 30));
        yield return new string('9', 100_000);
        yield return new string('-', 50_000) + "1";
        yield return string.Concat(Enumerable.Repeat("1,", 20_000));
        yield return string.Concat(Enumerable.Repeat("4 + 9 = 13\n", 5_000));
        yield return string.Concat(Enumerable.Repeat("Answer: ", 5_000));
        yield return "Who is " + string.Concat(Enumerable.Repeat("the rival of ", 5_000));
        yield return string.Concat(Enumerable.Repeat("{\"a\":", 5_000));
        var random = new Random(24);
        for (var i = 0; i < 4_000; i++)
        {
            var text = new StringBuilder();
            for (var pieces = random.Next(1, 25); pieces > 0; pieces--)
            {
                text.Append(random.Next(8) == 0 ? ((char)random.Next(1, 0xFFFF)).ToString() : Pieces[random.Next(Pieces.Length)]);
            }

            yield return text.ToString();
        }
    }
}
