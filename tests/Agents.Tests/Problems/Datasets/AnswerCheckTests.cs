using AgentLoad.Agents.Problems.Datasets;
using AgentLoad.Agents.Replies;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems.Datasets;

public sealed class AnswerCheckTests
{
    public static TheoryData<string> Names => [.. AnswerChecks.Names.Except([AnswerChecks.Auto, AnswerChecks.Command])];

    [Theory]
    [InlineData("number", "18", "She sells 9 eggs.\nAnswer: $18.00 per day", true)]
    [InlineData("number", "1,234", "**Final Answer:** 1234 eggs", true)]
    [InlineData("number", "18", "Answer: 18.5", false)]
    [InlineData("exact", "Paris", "The answer is **paris**.", true)]
    [InlineData("exact", "New York", "Answer: \"new   york\"", true)]
    [InlineData("exact", "York", "Answer: New York", false)]
    [InlineData("contains", "York", "Answer: New York City", true)]
    [InlineData("contains", "Jersey", "Answer: New York City", false)]
    [InlineData("choice", "B", "Because of that, the answer is (B) the sun.", true)]
    [InlineData("choice", "B", "Answer: B. the sun", true)]
    [InlineData("choice", "B", "Answer: Bananas", false)]
    [InlineData("choice", "B", "Answer: A", false)]
    [InlineData("regex", "^(?i)blue|azure$", "Answer: Blue", true)]
    [InlineData("regex", @"^\d{4}$", "Answer: 12345", false)]
    [InlineData("json", """{"a": 1, "b": [true, null]}""", "Here:\n```json\n{\"b\": [true, null], \"a\": 1.0}\n```", true)]
    [InlineData("json", """{"a": 1}""", "{\"a\": 2}", false)]
    [InlineData("json", """{"a": [1, 2]}""", "{\"a\": [2, 1]}", false)]
    public void Verify_Reply_ComparesAsTheSettingSays(string verify, string expected, string reply, bool isCorrect)
    {
        var check = AnswerChecks.Of(new DatasetSettings("/x") { Verify = verify }, []);

        var isAccepted = check.Read(reply) is { } answer && check.IsCorrect(answer, check.Expect(expected)!);

        isAccepted.ShouldBe(isCorrect);
    }

    [Theory]
    [InlineData("number")]
    [InlineData("choice")]
    [InlineData("json")]
    [InlineData("exact")]
    [InlineData("contains")]
    public void WrittenAnswers_RightAndWrong_AreReadBackAndJudgedSo(string verify)
    {
        var check = AnswerChecks.Of(new DatasetSettings("/x") { Verify = verify }, []);
        Gen.Int[-100_000, 100_000]
            .Sample(number =>
            {
                var expected = check.Expect(
                    verify switch
                    {
                        "choice" => ((char)('A' + (Math.Abs(number) % 5))).ToString(),
                        "json" => $"{{\"n\": {number}}}",
                        _ => $"{number}",
                    }
                )!;
                var wrong = check.Wrong(expected, new Random(number));
                foreach (var (answer, isRight) in new[] { (expected, true), (wrong, false) })
                {
                    var read = check.Read(AnswerText.Write(answer)).ShouldNotBeNull();
                    read.ShouldBe(answer);
                    check.IsCorrect(read, expected).ShouldBe(isRight);
                }
            });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_MalformedTexts_NeverThrows(string verify)
    {
        var check = AnswerChecks.Of(new DatasetSettings("/x") { Verify = verify }, []);
        foreach (var text in MalformedTexts.All())
        {
            if (check.Read(text) is { } answer)
            {
                check.IsCorrect(answer, "x");
            }
        }
    }

    [Fact]
    public void Verify_PatternThatBacktracksForever_IsNoMatch()
    {
        var check = AnswerChecks.Of(new DatasetSettings("/x") { Verify = "regex" }, []);

        check.IsCorrect(new string('a', 40) + "!", "^(a+)+$").ShouldBeFalse();
        Should.Throw<FormatException>(() => check.Expect("(")).Message.ShouldContain("not a regular expression");
    }
}
