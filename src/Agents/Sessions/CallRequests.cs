using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>Makes the request of a call out of what strategy, workload and driving say.</summary>
internal static class CallRequests
{
    /// <summary>
    /// The workload's options come before the strategy's. A shaped length is exact, but never above a limit of either. Each call and
    /// each repetition has a sampler seed of its own, so that samples of the same prompt differ.
    /// </summary>
    public static CallRequest Of(TaskPlan plan, CallSpec spec, RoleBinding role, int attempt)
    {
        var limit = role.Options.MaxTokens ?? spec.MaxTokens;
        var length = plan.Behaviour.OutputTokens(spec.Name, spec.Key);
        var options = new GenerationOptions
        {
            FixedLength = length is not null,
            Temperature = role.Options.Temperature ?? spec.Temperature,
            TopP = role.Options.TopP ?? spec.TopP,
            Seed = (long)(Seeds.Derive(plan.Seed, StepKeys.Attempt(spec.Key, attempt)) & int.MaxValue),
            // What is generated must not hang on words that a model happens to write where its length is decided.
            Stop = length is null ? spec.Stop : [],
            Json = spec.Json,
            ContextLength = role.ContextLength,
            Think = role.Options.Think,
            KeepAlive = role.Options.KeepAlive,
        };
        var tokens = length is { } wanted
            ? Math.Min(wanted, limit ?? int.MaxValue)
            : limit ?? Math.Max(options.MaxTokens, plan.Problem.ReplyTokens);
        return new CallRequest(role.Model, WithImages(spec.Messages, plan.Problem.Images), options with { MaxTokens = tokens })
        {
            Tools = spec.Tools,
            Deadline = plan.Deadline,
            TaskId = plan.Id,
            OnText = spec.OnText,
        };
    }

    /// <summary>The problem's images go with the first message of the agent, unless a message has images of its own.</summary>
    private static IReadOnlyList<ChatMessage> WithImages(IReadOnlyList<ChatMessage> messages, IReadOnlyList<ReadOnlyMemory<byte>> images)
    {
        var first = messages.TakeWhile(m => m.Role != ChatRole.User).Count();
        return images.Count == 0 || first == messages.Count || messages.Any(m => m.Images.Count > 0)
            ? messages
            : [.. messages.Take(first), messages[first] with { Images = images }, .. messages.Skip(first + 1)];
    }
}
