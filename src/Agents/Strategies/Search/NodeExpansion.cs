using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Search;

/// <summary>
/// Expands a node of a search: one proposal, then parallel evaluations of its children. The result depends only on the problem, the node
/// and the task's seed, so that it can run on any silo. Final children that the problem's verifier can check are not evaluated; if one is
/// correct, no child is evaluated.
/// </summary>
/// <param name="session">The task's session.</param>
/// <param name="search">The search space.</param>
/// <param name="options">Settings.</param>
internal sealed class NodeExpansion(Session session, ISearchSpace search, ExpansionOptions options)
{
    private static readonly Task<Judgement> None = Task.FromResult(Judgement.None);

    /// <summary>Expands a node.</summary>
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
        var children = new Child[states.Length];
        for (var i = 0; i < states.Length; i++)
        {
            children[i] = await ChildAsync(node.State, states[i], joined, cancellationToken).ConfigureAwait(false);
        }

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

    private async Task<Child> ChildAsync(string before, string state, IReadOnlyList<int> steps, CancellationToken cancellationToken)
    {
        var answer = search.Answer(state);
        var isRight = answer is null ? null : await session.Problem.VerifyAsync(answer, cancellationToken).ConfigureAwait(false);
        return new Child(state, SearchPath.Thought(before, state), answer, isRight, steps);
    }
}

/// <summary>Settings of an expansion.</summary>
/// <param name="Children">Maximum number of children.</param>
/// <param name="Evaluations">Number of evaluations per child.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="Role">Role of the evaluations.</param>
internal sealed record ExpansionOptions(int Children, int Evaluations, double Temperature, string Role);

/// <summary>A node with the context that its calls need.</summary>
/// <param name="Header">First message of the conversation.</param>
/// <param name="Thoughts">The thoughts from the root to the node.</param>
/// <param name="State">The state.</param>
/// <param name="Level">Level of the children, from 1.</param>
/// <param name="Number">Number of the expansion in the task, from 1.</param>
/// <param name="After">Steps that the calls wait for.</param>
/// <param name="Uses">Steps that produced the state.</param>
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
    /// <summary>Returns the context for the evaluation of a child.</summary>
    public NodeContext Of(Child child, IReadOnlyList<int> after) =>
        this with
        {
            Thoughts = [.. Thoughts, child.Thought],
            State = child.State,
            After = after,
            Uses = child.Steps,
        };
}

/// <summary>A proposed state.</summary>
/// <param name="State">The state.</param>
/// <param name="Thought">The difference between the state and the parent's state.</param>
/// <param name="Answer">The answer; null if the state is not final.</param>
/// <param name="IsRight">Result of the problem's verifier; null if there is no answer or no verifier.</param>
/// <param name="Steps">Proposal and evaluation steps.</param>
internal sealed record Child(string State, string Thought, string? Answer, bool? IsRight, IReadOnlyList<int> Steps)
{
    /// <summary>Mean evaluation on the problem's scale; null if there is none.</summary>
    public double? Value { get; init; }

    /// <summary>The evaluation normalized to 0 (worst or none) to below 1.</summary>
    public double Reward => Judgement.Normalize(Value);

    /// <summary>Returns a copy with an evaluation.</summary>
    public Child WithJudgement(Judgement by) => this with { Value = by.Value, Steps = by.Good.Count == 0 ? Steps : [.. Steps, .. by.Good] };
}

/// <summary>The result of an expansion.</summary>
/// <param name="Children">Children in the order of the proposal.</param>
/// <param name="Joined">Steps of the last parallel calls.</param>
/// <param name="IsFailed">True if the proposal call failed.</param>
internal sealed record Expansion(IReadOnlyList<Child> Children, IReadOnlyList<int> Joined, bool IsFailed);
