using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.BudgetForcing;

/// <summary>A question and one message of the model that is never finished: all that is said goes on where it broke off.</summary>
/// <param name="session">The task's session.</param>
/// <param name="temperature">Sampling temperature.</param>
public sealed class ForcedConversation(Session session, double temperature)
{
    /// <summary>What the model is made to say where it would end its thinking.</summary>
    public const string Wait = "\nWait";

    /// <summary>What the model is made to say once its thinking is over.</summary>
    public const string End = $"\n{AnswerLine.Prefix}";

    private static readonly string[] EndOfThinking = [AnswerLine.Prefix];

    private readonly ChatMessage _question = ChatMessage.User(session.Problem.ReasoningPrompt);
    private string _said = "";
    private int _step;

    /// <summary>Puts words into the model's mouth.</summary>
    public void Append(string words) => _said = _said.TrimEnd() + words;

    /// <summary>Lets the model go on; with a limit it thinks and is stopped where it would answer.</summary>
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

    /// <summary>The last reply with the mark that it goes on from, so that it reads as any answer does.</summary>
    public static Reply WithAnswerPrefix(Reply reply) =>
        reply.Text.Contains(AnswerLine.Prefix, StringComparison.OrdinalIgnoreCase)
            ? reply
            : reply with
            {
                Text = AnswerLine.Write(reply.Text.TrimStart()),
            };
}
