using AgentLoad.Agents.Problems;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Search;

/// <summary>
/// The conversation along a path of a tree: the question, each thought as a reply, and what is asked now. A child's conversation
/// begins with all of its parent's but for what was asked there, so that siblings share the path from the root.
/// </summary>
internal static class SearchPath
{
    private static readonly ChatMessage GoOn = ChatMessage.User(ThoughtPrompts.Continue);

    /// <summary>The problem as a search: its own states, or else lines of text.</summary>
    public static ISearchSpace Of(Problem problem, int depth, int width) => problem.Search ?? new ThoughtSpace(problem, depth, width);

    /// <summary>The first message.</summary>
    public static string Header(Problem problem, ISearchSpace search) =>
        search is ThoughtSpace ? ThoughtPrompts.Header(problem.QuestionWithExamples) : problem.QuestionWithExamples;

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
            messages[2 + (2 * i)] = i == thoughts.Count - 1 ? ChatMessage.User(ask) : GoOn;
        }

        return messages;
    }

    /// <summary>The conversation at a child: that of its parent up to what was asked there, its own thought, and what is asked now.</summary>
    /// <param name="header">First message.</param>
    /// <param name="parent">The parent's conversation, as <see cref="Messages"/> makes it.</param>
    /// <param name="thought">The child's thought.</param>
    /// <param name="ask">What is asked.</param>
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
