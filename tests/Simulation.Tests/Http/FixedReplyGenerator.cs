using AgentLoad.Inference;

namespace AgentLoad.Simulation.Tests.Http;

/// <summary>Returns a fixed reply.</summary>
internal sealed class FixedReplyGenerator(string text, string thinking = "", params ToolCall[] tools) : IReplyGenerator
{
    public static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "up" : "down"));

    public SimulatedReply Generate(SimulatedPrompt prompt) => new(text, thinking, tools);
}
