using AgentLoad.Agents.Sessions;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions;

public sealed class RecordTextTests
{
    [Theory]
    [InlineData("the database is away", "the database is away")]
    [InlineData("first\r\nsecond\n\nthird", "first second third")]
    [InlineData("red \u001b[31m text\u0007", "red  [31m text ")]
    public void Error_TextOfAnAgent_IsOneLineWithoutControlCharacters(string text, string expected) =>
        RecordText.Error(text).ShouldBe(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Error_LongerThanTheLimit_IsCutBetweenCharacters(int offset)
    {
        var text = new string('x', offset) + string.Concat(Enumerable.Repeat("\U0001F600", 5000));

        var cut = RecordText.Error(text);

        cut.Length.ShouldBeInRange(RecordText.MaxError - 1, RecordText.MaxError);
        cut.ShouldEndWith("…");
        cut.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }
}
