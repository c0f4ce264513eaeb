using AgentLoad.Inference;

namespace AgentLoad.Simulation.Tests.Http;

/// <summary>Says what it was told to say.</summary>
internal sealed class FixedAnswerer(string text, string thinking = "", params ToolCall[] tools) : IAnswerer
{
    public static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "up" : "down"));

    public SimulatedReply Answer(SimulatedPrompt prompt) => new(text, thinking, tools);
}
