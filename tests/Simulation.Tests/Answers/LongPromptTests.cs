using AgentLoad.Inference;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Replies;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Answers;

public sealed class LongPromptTests
{
    /// <summary>A quadratic parser would take hours; the timeout of a minute only ends such a test.</summary>
    [Theory]
    [InlineData("word ")]
    [InlineData("1 ")]
    [InlineData("x")]
    [InlineData("a b\n")]
    public async Task Answer_PromptOfOneMegabyte_Ends(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, (1 << 20) / piece.Length));

        var reply = await Task.Run(() => new SkilledReplyGenerator(1, new ReplyGeneratorOptions()).Generate(Prompt(text)))
            .WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);

        reply.Text.ShouldNotBeEmpty();
    }

    private static SimulatedPrompt Prompt(string text) => new("simulated:8b", [new ChatMessage(ChatRole.User, text)], [], 100, 0, 1, false);
}
