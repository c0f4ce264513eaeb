using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.OpenPrompt;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Inference;

namespace AgentLoad.Bench.Contexts;

/// <summary>An agent with a long conversation, to which each call adds a reply and an observation.</summary>
/// <param name="session">Session of the agent's task.</param>
/// <param name="messages">Conversation.</param>
internal sealed class ContextAgent(Session session, List<ChatMessage> messages)
{
    private const int TokensPerMessage = 1000;
    private const string Observation =
        "Observation: the file has 120 lines; the function is defined in line 87 and used in two other files.";

    private int _calls;

    /// <summary>The conversation.</summary>
    public IReadOnlyList<ChatMessage> Messages => messages;

    /// <summary>Creates an agent with a conversation of messages of 1,000 tokens.</summary>
    public static ContextAgent Create(TaskPlan plan, RunClock clock, int tokens)
    {
        var random = new Random((int)plan.Id);
        var messages = Enumerable
            .Range(0, Math.Max(1, tokens / TokensPerMessage))
            .Select(i => new ChatMessage(
                i % 2 == 0 ? ChatRole.User : ChatRole.Assistant,
                OpenPromptSource.GenerateText(Math.Min(tokens, TokensPerMessage), random)
            ))
            .ToList();
        if (messages[^1].Role is ChatRole.Assistant)
        {
            messages.Add(ChatMessage.User("Go on."));
        }

        return new ContextAgent(new TaskSession(plan, clock, null, null, CancellationToken.None, CancellationToken.None), messages);
    }

    /// <summary>Sends the whole conversation and appends the reply and an observation.</summary>
    public async Task CallAsync()
    {
        var spec = new CallSpec("act", StepKeys.Of("act", _calls++), [.. messages]) { MaxTokens = 100 };
        var reply = await session.CallAsync(spec, CancellationToken.None);
        if (!reply.IsGood)
        {
            throw new InvalidOperationException(reply.Error);
        }

        messages.Add(ChatMessage.Assistant(reply.Text));
        messages.Add(ChatMessage.User(Observation));
    }
}
