using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Inference;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.SemanticKernel;

/// <summary>Which earlier steps a prompt depends on.</summary>
public sealed class StepOriginsTests
{
    private const string Text = "A reply that is long enough to be recognized in a prompt.";

    [Fact]
    public void FindSources_TwoCopiesOfEqualReplies_FindsBothCalls()
    {
        var origins = Origins([], []);

        origins.FindSources([ChatMessage.User($"First: {Text}\nSecond: {Text}")]).ShouldBe([1, 2]);
        origins.FindSources([ChatMessage.Assistant(Text), ChatMessage.Assistant(Text)]).ShouldBe([1, 2]);
    }

    [Fact]
    public void FindSources_OneCopyOfEqualReplies_FindsTheLatestCall() =>
        Origins([], []).FindSources([ChatMessage.User($"Judge this: {Text}")]).ShouldBe([2]);

    [Fact]
    public void FindSources_EqualRepliesOfConsecutiveCalls_FindsTheLastOfThem() =>
        Origins([], [1]).FindSources([ChatMessage.User($"{Text} {Text}")]).ShouldBe([2]);

    /// <summary>Calls with equal replies, each with the steps that it waited for.</summary>
    private static StepOrigins Origins(params IReadOnlyList<int>[] after)
    {
        var origins = new StepOrigins();
        for (var i = 0; i < after.Length; i++)
        {
            origins.AddReply(new Reply(i + 1, Text, "", [], true), after[i]);
        }

        return origins;
    }
}
