using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Search;

/// <summary>
/// Expands one node of a search: one proposal, then judgements of its children, all at once. What it does depends on the problem,
/// the node and the task's seed alone, so that it can run anywhere. A final child that the problem's verifier settles is not
/// judged; where one is right, none is.
/// </summary>
/// <param name="session">The task's session.</param>
/// <param name="search">The tree.</param>
/// <param name="options">Its settings.</param>
internal sealed class NodeExpansion(Session session, ISearchSpace search, ExpansionOptions options)
{
    private static readonly Task<Judgement> None = Task.FromResult(Judgement.None);

    /// <summary>Expands the node at a node.</summary>
    public async Task<Expansion> ExpandAsync(NodeContext node, CancellationToken cancellationToken)
    {
        var conversation = SearchPath.Messages(node.Header, node.Thoughts, SearchPath.Propose(search, node.State));
        var spec = new CallSpec("propose", StepKeys.Of(node.Level, "propose", node.Number), conversation)
        {
            After = [.. node.After.Union(node.Uses)],
            Uses = node.Uses,
            Temperature = options.Temperature,
        };
        var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        if (!reply.IsGood)
        {
            return new Expansion([], [reply.Step], IsFailed: true);
        }

        var states = session
            .Behaviour.ReadProposals(search, node.State, reply, spec.Key)
            .Distinct(StringComparer.Ordinal)
            .Take(options.Children)
            .ToArray();
        if (states.Length == 0)
        {
            session.CountParseFailure();
        }

        IReadOnlyList<int> joined = [reply.Step];
        var children = Array.ConvertAll(states, state => Child(node.State, state, joined));
        if (Array.Exists(children, c => c.IsRight == true))
        {
            return new Expansion(children, joined, IsFailed: false);
        }

        var judged = await Task.WhenAll(JudgeAll(node, conversation, children, joined, cancellationToken)).ConfigureAwait(false);
        var steps = new List<int>(judged.Length);
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = children[i].WithJudgement(judged[i]);
            steps.AddRange(judged[i].Steps);
        }

        return new Expansion(children, steps.Count > 0 ? steps : joined, IsFailed: false);
    }

    private Task<Judgement>[] JudgeAll(
        NodeContext node,
        IReadOnlyList<ChatMessage> conversation,
        Child[] children,
        IReadOnlyList<int> joined,
        CancellationToken cancellationToken
    )
    {
        var judge = new StateJudge(session, search, "value", options.Evaluations, options.Temperature, options.Role);
        var header = node.Thoughts.Count == 0 ? ChatMessage.User(node.Header) : conversation[0];
        var tasks = new Task<Judgement>[children.Length];
        for (var i = 0; i < tasks.Length; i++)
        {
            var child = children[i];
            tasks[i] = child.IsRight is null
                ? judge.JudgeAsync(
                    node.Of(child, joined),
                    SearchPath.MessagesForChild(header, conversation, child.Thought, judge.Ask(child.State)),
                    i,
                    cancellationToken
                )
                : None;
        }

        return tasks;
    }

    private Child Child(string before, string state, IReadOnlyList<int> steps)
    {
        var answer = search.Answer(state);
        return new Child(state, SearchPath.Thought(before, state), answer, answer is null ? null : session.Problem.Verify(answer), steps);
    }
}

/// <summary>Settings of an expansion.</summary>
/// <param name="Children">Most children.</param>
/// <param name="Evaluations">Judgements of each child.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="Role">Role that judges.</param>
internal sealed record ExpansionOptions(int Children, int Evaluations, double Temperature, string Role);

/// <summary>Where a node is, with all that its calls need.</summary>
/// <param name="Header">First message of its conversation.</param>
/// <param name="Thoughts">The thoughts from the root to it.</param>
/// <param name="State">Its state.</param>
/// <param name="Level">Level of its children, from 1.</param>
/// <param name="Number">Number of the expansion in the task, from 1.</param>
/// <param name="After">Steps waited for.</param>
/// <param name="Uses">Those that made the state.</param>
internal sealed record NodeContext(
    string Header,
    IReadOnlyList<string> Thoughts,
    string State,
    int Level,
    int Number,
    IReadOnlyList<int> After,
    IReadOnlyList<int> Uses
)
{
    /// <summary>The node of a child, for judging it.</summary>
    public NodeContext Of(Child child, IReadOnlyList<int> after) =>
        this with
        {
            Thoughts = [.. Thoughts, child.Thought],
            State = child.State,
            After = after,
            Uses = child.Steps,
        };
}

/// <summary>A state that a proposal led to.</summary>
/// <param name="State">The state.</param>
/// <param name="Thought">What it adds to its parent.</param>
/// <param name="Answer">The answer that it holds, where it is final.</param>
/// <param name="IsRight">What the problem's verifier says of the answer; null where there is no answer or no verifier.</param>
/// <param name="Steps">Proposal and judgements that it came out of.</param>
internal sealed record Child(string State, string Thought, string? Answer, bool? IsRight, IReadOnlyList<int> Steps)
{
    /// <summary>Mean judgement in the problem's scale; null where there is none.</summary>
    public double? Value { get; init; }

    /// <summary>The judgement as a share, from 0 for none or the worst to below 1: v / (1 + v), whatever the problem's scale.</summary>
    public double Reward => Judgement.Normalize(Value);

    /// <summary>The same child with what was said of it.</summary>
    public Child WithJudgement(Judgement by) => this with { Value = by.Value, Steps = by.Good.Count == 0 ? Steps : [.. Steps, .. by.Good] };
}

/// <summary>What an expansion came to.</summary>
/// <param name="Children">Children in the order of the proposal.</param>
/// <param name="Joined">The steps of the last wave.</param>
/// <param name="IsFailed">True where the proposal's call failed.</param>
internal sealed record Expansion(IReadOnlyList<Child> Children, IReadOnlyList<int> Joined, bool IsFailed);
