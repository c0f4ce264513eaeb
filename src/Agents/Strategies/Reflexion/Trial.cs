using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.ReAct;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Reflexion;

/// <summary>One trial: an append-only conversation of thoughts, actions and observations, followed by check and reflection.</summary>
/// <param name="session">The task's session.</param>
/// <param name="options">Settings.</param>
/// <param name="number">Number of the trial, from 1.</param>
/// <param name="reflections">Reflections on the previous trials.</param>
/// <param name="lastStep">Step that the trial waits for; 0 for none.</param>
internal sealed class Trial(Session session, ReflexionOptions options, int number, IReadOnlyList<string> reflections, int lastStep)
{
    private static readonly string[] StopThought = ["\nAction", "\nFinal Answer", "\nObservation"];
    private static readonly string[] StopAction = ["\nObservation"];

    private readonly List<ChatMessage> _messages = [ChatMessage.User(ReflexionPrompts.Start(session.Problem, reflections))];

    /// <summary>Id of the last step.</summary>
    public int LastStep { get; private set; } = lastStep;

    /// <summary>The answer of the trial; null if there is none.</summary>
    public string? Answer { get; private set; }

    /// <summary>Runs steps until there is an answer or the steps are used up. Returns false if a call failed.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        for (var step = 1; step <= options.Steps; step++)
        {
            if (!(await GenerateAsync("thought", step, StopThought, cancellationToken).ConfigureAwait(false)).IsGood)
            {
                return false;
            }

            _messages.Add(ChatMessage.User(ReflexionPrompts.Act));
            var reply = await GenerateAsync("act", step, StopAction, cancellationToken).ConfigureAwait(false);
            if (!reply.IsGood)
            {
                return false;
            }

            var action = Read(reply, step);
            if (action.Answer is { } answer)
            {
                Answer = answer;
                return true;
            }

            await ObserveAsync(action.Tool, step, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Asks a question about the trial.</summary>
    public async Task<(Reply Reply, string Key)> AskAsync(
        string name,
        string role,
        string text,
        int? maxTokens,
        CancellationToken cancellationToken
    )
    {
        // If the steps are used up, the last message is an observation from the user: the question is appended to it, because roles
        // alternate.
        List<ChatMessage> messages =
            _messages[^1].Role == ChatRole.User
                ? [.. _messages[..^1], ChatMessage.User($"{_messages[^1].Content}\n\n{text}")]
                : [.. _messages, ChatMessage.User(text)];
        var spec = new CallSpec(name, StepKeys.Of(number, name, 1), messages)
        {
            Role = role,
            After = [LastStep],
            Temperature = options.Temperature,
            MaxTokens = maxTokens,
        };
        var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        LastStep = reply.Step;
        return (reply, spec.Key);
    }

    private async Task<Reply> GenerateAsync(string name, int step, string[] stop, CancellationToken cancellationToken)
    {
        var reply = await session
            .CallAsync(
                new CallSpec(name, StepKeys.Of(number, name, step), [.. _messages])
                {
                    After = LastStep == 0 ? [] : [LastStep],
                    Temperature = options.Temperature,
                    MaxTokens = ReActStrategy.LimitOf(options.MaxTokens, session.Problem),
                    Stop = stop,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        LastStep = reply.Step;
        _messages.Add(ChatMessage.Assistant(reply.Text));
        return reply;
    }

    private AgentAction Read(Reply reply, int step)
    {
        var (behaviour, key) = (session.Behaviour, StepKeys.Of(number, "act", step));
        var action = behaviour.ReadAction(session.Problem, reply, step, key);
        if (action == AgentAction.None)
        {
            session.CountParseFailure();
        }

        return action;
    }

    private async Task ObserveAsync(ToolCall? action, int step, CancellationToken cancellationToken)
    {
        var seen = ReflexionPrompts.Invalid;
        if (action is not null)
        {
            var observation = await session
                .ToolAsync(action.Name, action.Arguments, StepKeys.Of(number, "tool", step), [LastStep], cancellationToken)
                .ConfigureAwait(false);
            (LastStep, seen) = (observation.Step, observation.Text);
        }

        _messages.Add(ChatMessage.User(ReflexionPrompts.Observed(seen)));
    }
}
