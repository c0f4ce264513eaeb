using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.BudgetForcing;

/// <summary>A question and one unfinished model message: every call continues the message.</summary>
/// <param name="session">The task's session.</param>
/// <param name="temperature">Sampling temperature.</param>
internal sealed class ForcedConversation(Session session, double temperature)
{
    /// <summary>Text appended when the model tries to end its reasoning.</summary>
    public const string Wait = "\nWait";

    /// <summary>Text appended to end the reasoning.</summary>
    public const string End = $"\n{AnswerText.Prefix}";

    private static readonly string[] EndOfThinking = [AnswerText.Prefix];

    private readonly ChatMessage _question = ChatMessage.User(session.Problem.ReasoningPrompt);
    private string _said = "";
    private int _step;

    /// <summary>Appends a text to the model's message.</summary>
    public void Append(string text) => _said = _said.TrimEnd() + text;

    /// <summary>Lets the model continue. With a token limit, generation stops at the start of the answer.</summary>
    public async Task<Reply> ContinueAsync(string name, string key, int? thinkingTokens, CancellationToken cancellationToken)
    {
        var spec = new CallSpec(name, key, _said.Length == 0 ? [_question] : [_question, ChatMessage.Assistant(_said)])
        {
            After = _step == 0 ? [] : [_step],
            Temperature = temperature,
            MaxTokens = thinkingTokens,
            Stop = thinkingTokens is null ? [] : EndOfThinking,
        };
        var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        if (reply.IsGood)
        {
            _step = reply.Step;
            _said += reply.Thinking + reply.Text;
        }

        return reply;
    }

    /// <summary>Prepends the answer prefix to the last reply if it is missing, so that the answer can be parsed.</summary>
    public static Reply WithAnswerPrefix(Reply reply) =>
        AnswerText.IsStated(reply.Text) ? reply : reply with { Text = AnswerText.Write(reply.Text.TrimStart()) };
}
