using AgentLoad.Agents.Problems;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Search;

/// <summary>
/// The conversation along a path of a search tree: the question, each thought as a reply, and the current request. The conversation of a
/// child starts with its parent's, except for the parent's request, so that siblings share the prefix from the root.
/// </summary>
internal static class SearchPath
{
    private static readonly ChatMessage GoOn = ChatMessage.User(ThoughtPrompts.Continue);

    /// <summary>Returns the search space of a problem; by default a search over lines of text.</summary>
    public static ISearchSpace Of(Problem problem, int depth, int width) => problem.Search ?? new ThoughtSpace(problem, depth, width);

    /// <summary>Returns the first message.</summary>
    public static string Header(Problem problem, ISearchSpace search) =>
        search is ThoughtSpace ? ThoughtPrompts.Header(problem.QuestionWithExamples) : problem.QuestionWithExamples;

    /// <summary>Returns the request for next thoughts.</summary>
    public static string Propose(ISearchSpace search, string state) =>
        search is ThoughtSpace text ? text.Ask(state) : search.ProposePrompt(state);

    /// <summary>Returns the request to evaluate a state.</summary>
    public static string Judge(ISearchSpace search, string state) =>
        search is ThoughtSpace ? ThoughtPrompts.Judge : search.ValuePrompt(state);

    /// <summary>Returns the difference between a state and the previous state.</summary>
    public static string Thought(string before, string state) =>
        state.StartsWith(before, StringComparison.Ordinal) ? state[before.Length..].Trim() : state.Trim();

    /// <summary>
    /// Returns the conversation. At the root, question and request are one message, because servers require alternating roles.
    /// </summary>
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
            messages[2 + (2 * i)] = i == thoughts.Count - 1 ? ChatMessage.User(ask) : GoOn;
        }

        return messages;
    }

    /// <summary>Returns the conversation of a child: the parent's without its request, the child's thought, and the request.</summary>
    /// <param name="header">First message.</param>
    /// <param name="parent">The parent's conversation, created by <see cref="Messages"/>.</param>
    /// <param name="thought">The child's thought.</param>
    /// <param name="ask">The request.</param>
    public static IReadOnlyList<ChatMessage> MessagesForChild(
        ChatMessage header,
        IReadOnlyList<ChatMessage> parent,
        string thought,
        string ask
    )
    {
        var messages = new ChatMessage[parent.Count + 2];
        messages[0] = header;
        for (var i = 1; i < parent.Count - 1; i++)
        {
            messages[i] = parent[i];
        }

        if (parent.Count > 1)
        {
            messages[^3] = GoOn;
        }

        messages[^2] = ChatMessage.Assistant(thought);
        messages[^1] = ChatMessage.User(ask);
        return messages;
    }
}
