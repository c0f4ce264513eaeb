using System.Collections.Concurrent;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// The latest prompt of each kind of call that the tasks of a run sent from one host. Tasks of a group use the same instructions and worked
/// examples, so the common prefix with the latest prompt of the same kind is what an unlimited prefix cache could reuse from other tasks.
/// Thread-safe.
/// </summary>
internal sealed class RunPrompts
{
    private readonly ConcurrentDictionary<(string Group, bool IsBaseline, string Name, string Model), IReadOnlyList<ChatMessage>> _latest =
        new();

    /// <summary>Adds a prompt and returns the fraction of its characters, 0 to 1, that begins the latest prompt of the same kind.</summary>
    public double Add(TaskPlan plan, string name, CallRequest request)
    {
        var key = (plan.Group, plan.IsBaseline, name, request.Model);
        var share = _latest.TryGetValue(key, out var earlier) ? SentPrompts.CommonShare(earlier, request.Messages) : 0;
        _latest[key] = request.Messages;
        return share;
    }
}
