using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>
/// Finds out which earlier steps a step of a foreign agent came from. Data decide: a prompt that holds an earlier reply, or the result
/// of a function, came from that step. A step in which nothing earlier shows waited, for all that is known, for every step that had
/// ended and that no other had waited for. Not safe for use from many threads.
/// </summary>
internal sealed class StepOrigins
{
    // A shorter text may be in a prompt by chance.
    private const int LeastQuote = 24;

    private readonly Dictionary<string, int> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _observed = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HashSet<int>> _before = [];
    private readonly SortedSet<int> _ends = [];

    /// <summary>Steps that have ended and that no other waited for.</summary>
    public IReadOnlyList<int> Ends => [.. _ends];

    /// <summary>The steps whose results show in a prompt, less those that others of them waited for.</summary>
    public IReadOnlyList<int> Of(IReadOnlyList<ChatMessage> messages)
    {
        var found = new HashSet<int>();
        foreach (var message in messages)
        {
            Find(message, found);
        }

        return [.. found.Where(step => !found.Any(later => later != step && _before[later].Contains(step))).Order()];
    }

    /// <summary>The step in which the model asked for a function, if that is known.</summary>
    public IReadOnlyList<int> OfCall(string? callId) => callId is not null && _asked.TryGetValue(callId, out var step) ? [step] : [];

    /// <summary>What a step with these origins waited for.</summary>
    public IReadOnlyList<int> WaitFor(IReadOnlyList<int> origins)
    {
        IReadOnlyList<int> after = origins.Count > 0 ? origins : Ends;
        _ends.ExceptWith(after);
        return after;
    }

    /// <summary>A call ended.</summary>
    public void Said(Reply reply, IReadOnlyList<int> after)
    {
        Ended(reply.Step, after);
        if (!string.IsNullOrWhiteSpace(reply.Text))
        {
            _said[reply.Text.Trim()] = reply.Step;
        }

        foreach (var call in reply.ToolCalls)
        {
            _asked[call.Id] = reply.Step;
        }
    }

    /// <summary>A function ended.</summary>
    public void Observed(Observation observation, string? callId, IReadOnlyList<int> after)
    {
        Ended(observation.Step, after);
        if (callId is not null)
        {
            _observed[callId] = observation.Step;
        }
        else if (observation.Text.Length >= LeastQuote)
        {
            _said[observation.Text.Trim()] = observation.Step;
        }
    }

    private void Find(ChatMessage message, HashSet<int> found)
    {
        if (message.ToolCallId is { } id && (_observed.TryGetValue(id, out var step) || _asked.TryGetValue(id, out step)))
        {
            found.Add(step);
        }

        foreach (var call in message.ToolCalls)
        {
            if (_asked.TryGetValue(call.Id, out var asked))
            {
                found.Add(asked);
            }
        }

        if (_said.TryGetValue(message.Content.Trim(), out var said))
        {
            found.Add(said);
        }
        else if (message.Content.Length > LeastQuote)
        {
            found.UnionWith(
                _said
                    .Where(pair => pair.Key.Length >= LeastQuote && message.Content.Contains(pair.Key, StringComparison.Ordinal))
                    .Select(pair => pair.Value)
            );
        }
    }

    private void Ended(int step, IReadOnlyList<int> after)
    {
        var before = new HashSet<int>(after);
        foreach (var earlier in after)
        {
            before.UnionWith(_before[earlier]);
        }

        _before[step] = before;
        _ends.Add(step);
    }
}
