using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems.OpenPrompt;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.ReAct;

/// <summary>The append-only conversation of a ReAct agent.</summary>
internal sealed class ReActConversation
{
    private static readonly string[] StopTexts = ["\nObservation"];

    private readonly Session _session;
    private readonly int _maxTokens;
    private readonly double _temperature;
    private readonly bool _isNative;
    private readonly ToolDefinition[] _tools;
    private readonly List<ChatMessage> _messages;

    /// <summary>Creates a conversation that begins with the session's problem.</summary>
    public ReActConversation(Session session, int maxTokens, double temperature, int context)
    {
        _session = session;
        _maxTokens = maxTokens;
        _temperature = temperature;
        _isNative = session.HasNativeTools("default") && session.Problem.Tools.Count > 0;
        _tools = _isNative ? [.. session.Problem.Tools.Select(t => t.Definition)] : [];
        var first = _isNative ? ReActPrompts.Native(session.Problem) : ReActPrompts.Text(session.Problem);
        _messages =
        [
            context == 0
                ? first
                : first with
                {
                    Content = $"{OpenPromptSource.GenerateText(context, session.Random("context"))}\n\n{first.Content}",
                },
        ];
    }

    /// <summary>Id of the last step; 0 before the first.</summary>
    public int LastStep { get; private set; }

    /// <summary>Requests the next action; null if the call failed.</summary>
    public async Task<AgentAction?> ActAsync(string name, int step, CancellationToken cancellationToken)
    {
        var spec = new CallSpec(name, StepKeys.Of(name, step), [.. _messages])
        {
            After = LastStep == 0 ? [] : [LastStep],
            Temperature = _temperature,
            MaxTokens = _maxTokens,
            Stop = _isNative ? [] : StopTexts,
            Tools = _tools,
        };
        var reply = await _session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        if (!reply.IsGood)
        {
            return null;
        }

        LastStep = reply.Step;
        var action = Read(reply, step, spec.Key);
        if (action == AgentAction.None)
        {
            _session.CountParseFailure();
        }

        // Only the executed tool call is added: servers require a result for every tool call in the conversation.
        _messages.Add(ChatMessage.Assistant(reply.Text) with { ToolCalls = _isNative && action.Tool is { } tool ? [tool] : [] });
        return action;
    }

    /// <summary>Requests the action again; null if the call failed.</summary>
    public Task<AgentAction?> AskAgainAsync(int step, CancellationToken cancellationToken)
    {
        _messages.Add(ChatMessage.User(ReActPrompts.AskAgain));
        return ActAsync("repair", step, cancellationToken);
    }

    /// <summary>Executes a tool call and appends the observation; null appends an invalid action.</summary>
    public async Task ObserveAsync(ToolCall? action, int step, CancellationToken cancellationToken)
    {
        if (action is null)
        {
            _messages.Add(ChatMessage.User(ReActPrompts.Invalid));
            return;
        }

        var observation = await _session
            .ToolAsync(action.Name, action.Arguments, StepKeys.Of("tool", step), [LastStep], cancellationToken)
            .ConfigureAwait(false);
        LastStep = observation.Step;
        _messages.Add(ReActPrompts.Observed(action, observation.Text, _isNative));
    }

    private AgentAction Read(Reply reply, int step, string key)
    {
        var behaviour = _session.Behaviour;
        var action = behaviour.ReadAction(_session.Problem, reply, step, key);
        if (action != AgentAction.None || !_isNative || behaviour.IsShaped || ToolCallText.IsCall(reply.Text))
        {
            return action;
        }

        // A model with native tool use answers by not calling a tool.
        var answer = behaviour.ReadAnswer(_session.Problem, reply, key);
        if (answer is null && Chatter.ContentLines(PlainText.Of(reply.Text)) is [.., var last])
        {
            answer = behaviour.ReadAnswer(_session.Problem, reply with { Text = AnswerText.Write(last) }, key);
        }

        return answer is null ? AgentAction.None : new AgentAction(null, answer);
    }
}
