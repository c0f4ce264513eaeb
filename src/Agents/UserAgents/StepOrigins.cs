using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.UserAgents;

/// <summary>
/// Finds the steps on which a step of a user's agent depends. A prompt that contains an earlier reply or the result of a function depends
/// on that step. A step without any such content is assumed to depend on every completed step on which no other step depends. Not
/// thread-safe.
/// </summary>
internal sealed class StepOrigins
{
    // A shorter text may occur in a prompt by coincidence.
    private const int MinQuoteLength = 24;

    private readonly Dictionary<string, List<int>> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _toolCalls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HashSet<int>> _ancestors = [];
    private readonly SortedSet<int> _leaves = [];

    /// <summary>Completed steps on which no other step depends.</summary>
    public IReadOnlyList<int> LeafSteps => [.. _leaves];

    /// <summary>Returns the steps with results that occur in a prompt, without the steps on which others of them depend.</summary>
    public IReadOnlyList<int> FindSources(IReadOnlyList<ChatMessage> messages)
    {
        var found = new HashSet<int>();
        var copies = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            FindToolSteps(message, found);
            CountTexts(message.Content, copies);
        }

        // Several steps may have returned the same text: as many of them as the prompt has copies, the latest first.
        foreach (var (text, count) in copies)
        {
            found.UnionWith(_texts[text].TakeLast(count));
        }

        return [.. found.Where(step => !found.Any(later => later != step && _ancestors[later].Contains(step))).Order()];
    }

    /// <summary>Returns the step in which the model requested a tool call, if known.</summary>
    public IReadOnlyList<int> FindToolCall(string? callId) =>
        callId is not null && _toolCalls.TryGetValue(callId, out var step) ? [step] : [];

    /// <summary>Returns the dependencies of a step with these sources.</summary>
    public IReadOnlyList<int> TakeDependencies(IReadOnlyList<int> origins)
    {
        IReadOnlyList<int> after = origins.Count > 0 ? origins : LeafSteps;
        _leaves.ExceptWith(after);
        return after;
    }

    /// <summary>Adds a completed call.</summary>
    public void AddReply(Reply reply, IReadOnlyList<int> after)
    {
        AddStep(reply.Step, after);
        if (!string.IsNullOrWhiteSpace(reply.Text))
        {
            AddText(reply.Text, reply.Step);
        }

        foreach (var call in reply.ToolCalls)
        {
            _toolCalls[call.Id] = reply.Step;
        }
    }

    /// <summary>Adds a completed function.</summary>
    public void AddResult(Observation observation, string? callId, IReadOnlyList<int> after)
    {
        AddStep(observation.Step, after);
        if (callId is not null)
        {
            _results[callId] = observation.Step;
        }
        else if (observation.Text.Length >= MinQuoteLength)
        {
            AddText(observation.Text, observation.Step);
        }
    }

    private void FindToolSteps(ChatMessage message, HashSet<int> found)
    {
        if (message.ToolCallId is { } id && (_results.TryGetValue(id, out var step) || _toolCalls.TryGetValue(id, out step)))
        {
            found.Add(step);
        }

        foreach (var call in message.ToolCalls)
        {
            if (_toolCalls.TryGetValue(call.Id, out var asked))
            {
                found.Add(asked);
            }
        }
    }

    private void CountTexts(string content, Dictionary<string, int> copies)
    {
        if (_texts.ContainsKey(content.Trim()))
        {
            copies[content.Trim()] = copies.GetValueOrDefault(content.Trim()) + 1;
        }
        else if (content.Length > MinQuoteLength)
        {
            foreach (var text in _texts.Keys.Where(text => text.Length >= MinQuoteLength))
            {
                if (content.AsSpan().Count(text) is > 0 and var count)
                {
                    copies[text] = copies.GetValueOrDefault(text) + count;
                }
            }
        }
    }

    private void AddText(string text, int step)
    {
        if (!_texts.TryGetValue(text.Trim(), out var steps))
        {
            _texts[text.Trim()] = steps = [];
        }

        steps.Add(step);
    }

    private void AddStep(int step, IReadOnlyList<int> after)
    {
        var before = new HashSet<int>(after);
        foreach (var earlier in after)
        {
            before.UnionWith(_ancestors[earlier]);
        }

        _ancestors[step] = before;
        _leaves.Add(step);
    }
}
