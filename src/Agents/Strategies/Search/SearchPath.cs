using AgentLoad.Agents.Problems;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Search;

/// <summary>
/// The conversation along a path of a tree: the question, each thought as a reply, and what is asked now. A child's conversation
/// begins with all of its parent's but for what was asked there, so that siblings share the path from the root.
/// </summary>
internal static class SearchPath
{
    /// <summary>The problem as a search: its own states, or else lines of text.</summary>
    public static ISearchSpace Of(Problem problem, int depth, int width) => problem.Search ?? new ThoughtSpace(problem, depth, width);

    /// <summary>The first message.</summary>
    public static string Header(Problem problem, ISearchSpace search) =>
        search is ThoughtSpace ? ThoughtPrompts.Header(problem.Asked) : problem.Asked;

    /// <summary>What asks for the thoughts that may follow a state.</summary>
    public static string Propose(ISearchSpace search, string state) =>
        search is ThoughtSpace text ? text.Ask(state) : search.ProposePrompt(state);

    /// <summary>What asks for a judgement of a state.</summary>
    public static string Judge(ISearchSpace search, string state) =>
        search is ThoughtSpace ? ThoughtPrompts.Judge : search.ValuePrompt(state);

    /// <summary>What a state adds to the one before it.</summary>
    public static string Thought(string before, string state) =>
        state.StartsWith(before, StringComparison.Ordinal) ? state[before.Length..].Trim() : state.Trim();

    /// <summary>The conversation; at the root question and request are one message, because servers want roles to alternate.</summary>
    public static IReadOnlyList<ChatMessage> Messages(string header, IReadOnlyList<string> thoughts, string ask)
    {
        if (thoughts.Count == 0)
        {
            return [ChatMessage.User($"{header}\n\n{ask}")];
        }

        var messages = new ChatMessage[1 + (2 * thoughts.Count)];
        messages[0] = ChatMessage.User(header);
        for (var i = 0; i < thoughts.Count; i++)
        {
            messages[1 + (2 * i)] = ChatMessage.Assistant(thoughts[i]);
            messages[2 + (2 * i)] = ChatMessage.User(i == thoughts.Count - 1 ? ask : ThoughtPrompts.GoOn);
        }

        return messages;
    }
}
