using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>Creates the request of a call from the strategy, the workload and the behavior.</summary>
internal static class CallRequestFactory
{
    /// <summary>
    /// Options of the workload take precedence over those of the strategy, of which the limits grow for reasoning models. A shaped
    /// length is exact, but never exceeds a limit of either.
    /// Each call and each retry has its own sampler seed, so that samples of the same prompt differ.
    /// </summary>
    public static CallRequest Of(TaskPlan plan, CallSpec spec, RoleBinding role, int attempt)
    {
        var reasoning = spec.LimitsReasoning ? 0 : role.ReasoningTokens;
        var limit = role.Options.MaxTokens ?? spec.MaxTokens;
        var length = plan.Behaviour.OutputTokens(spec.Name, spec.Key);
        var options = new GenerationOptions
        {
            FixedLength = length is not null,
            Temperature = role.Options.Temperature ?? spec.Temperature,
            TopP = role.Options.TopP ?? spec.TopP,
            Seed = (long)(Seeds.Derive(plan.Seed, StepKeys.Attempt(spec.Key, attempt)) & int.MaxValue),
            // If the length is fixed, a stop text must not end the generation earlier.
            Stop = length is null ? spec.Stop : [],
            Json = spec.Json,
            ContextLength = role.ContextLength,
            Think = role.Options.Think,
            KeepAlive = role.Options.KeepAlive,
        };
        var tokens = length is { } wanted
            ? Math.Min(wanted, limit ?? int.MaxValue)
            : role.Options.MaxTokens ?? (reasoning + (spec.MaxTokens ?? Math.Max(options.MaxTokens, plan.Problem.ReplyTokens)));
        return new CallRequest(role.Model, MessagesOf(plan, spec), options with { MaxTokens = tokens })
        {
            Tools = spec.Tools,
            Deadline = plan.Deadline,
            TaskId = plan.Id,
            Parent = StepKeys.ParentOf(spec.Key),
            Depth = StepKeys.DepthOf(spec.Key),
            OnText = spec.OnText,
        };
    }

    /// <summary>Returns the messages to send: the conversation with the problem's images, and with the run's salt at its head.</summary>
    public static IReadOnlyList<ChatMessage> MessagesOf(TaskPlan plan, CallSpec spec)
    {
        var messages = WithImages(spec.Messages, plan.Problem.Images);
        return messages.Count > 0 && plan.Salt.Value.Length > 0
            ? [messages[0] with { Content = plan.Salt.AddTo(messages[0].Content) }, .. messages.Skip(1)]
            : messages;
    }

    /// <summary>Adds the problem's images to the first user message, unless a message already has images.</summary>
    private static IReadOnlyList<ChatMessage> WithImages(IReadOnlyList<ChatMessage> messages, IReadOnlyList<ReadOnlyMemory<byte>> images)
    {
        var first = messages.TakeWhile(m => m.Role != ChatRole.User).Count();
        return images.Count == 0 || first == messages.Count || messages.Any(m => m.Images.Count > 0)
            ? messages
            : [.. messages.Take(first), messages[first] with { Images = images }, .. messages.Skip(first + 1)];
    }
}
