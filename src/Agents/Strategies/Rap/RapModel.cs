using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Rap;

/// <summary>The model in its roles as policy, reward model and world model.</summary>
internal sealed class RapModel(Session session, ISearchSpace search, RapOptions options)
{
    private readonly string _header = SearchPath.Header(session.Problem, search);
    private readonly StateJudge _judge = new(session, search, "value", 1, options.Temperature, "critic");
    private IReadOnlyList<int> _last = [];
    private int _expanded;
    private int _carriedOut;

    /// <summary>True if all proposal calls of a node failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Proposes actions for a node and computes the rewards of the distinct ones.</summary>
    public async Task<IReadOnlyList<RapNode>> ProposeAsync(RapNode node, CancellationToken cancellationToken)
    {
        var number = ++_expanded;
        var thoughts = node.Thoughts();
        var messages = SearchPath.Messages(_header, thoughts, SearchPath.Propose(search, node.State!));
        var specs = Enumerable
            .Range(1, options.Actions)
            .Select(i => new CallSpec("propose", StepKeys.Of(node.Depth + 1, "propose", number, i), messages)
            {
                After = [.. _last.Union(node.Steps)],
                Uses = node.Steps,
                Temperature = options.Temperature,
            })
            .ToArray();
        var replies = await CallAsync(specs, cancellationToken).ConfigureAwait(false);
        HasFailed |= !replies.Any(r => r.IsGood);
        var actions = new List<(string State, int Step)>();
        for (var i = 0; i < replies.Length; i++)
        {
            if (!replies[i].IsGood)
            {
                continue;
            }

            // Each call contributes the first action that no earlier call proposed.
            var states = session.Behaviour.ReadProposals(search, node.State!, replies[i], specs[i].Key);
            if (states.Count == 0)
            {
                session.CountParseFailure();
            }
            else if (states.FirstOrDefault(s => !actions.Exists(a => a.State == s)) is { } action)
            {
                actions.Add((action, replies[i].Step));
            }
        }

        var proposed = _last;
        var judged = await Task.WhenAll(
                actions.Select(
                    (action, i) =>
                        _judge.JudgeAsync(
                            new NodeContext(
                                _header,
                                [.. thoughts, SearchPath.Thought(node.State!, action.State)],
                                action.State,
                                node.Depth + 1,
                                number,
                                proposed,
                                [action.Step]
                            ),
                            i,
                            cancellationToken
                        )
                )
            )
            .ConfigureAwait(false);
        _last = judged.Length == 0 ? _last : [.. judged.SelectMany(j => j.Steps)];
        return [.. actions.Zip(judged, (a, by) => new RapNode(node, a.State, Judgement.Normalize(by.Value), [a.Step, .. by.Good]))];
    }

    /// <summary>Predicts the state after an action: the most frequent prediction; ties are resolved in favor of the first.</summary>
    public async Task PredictStateAsync(RapNode node, CancellationToken cancellationToken)
    {
        var parent = node.Parent!;
        var number = ++_carriedOut;
        var messages = SearchPath.Messages(
            _header,
            parent.Thoughts(),
            ThoughtPrompts.Carry(SearchPath.Thought(parent.State!, node.Action))
        );
        var specs = Enumerable
            .Range(1, options.Answers)
            .Select(i => new CallSpec("predict", StepKeys.Of(node.Depth, "predict", number, i), messages)
            {
                After = [.. _last.Union(node.Steps)],
                Uses = node.Steps,
                Temperature = options.Temperature,
            })
            .ToArray();
        var replies = await CallAsync(specs, cancellationToken).ConfigureAwait(false);
        var states = new List<(string State, int Step)>();
        for (var i = 0; i < replies.Length; i++)
        {
            if (replies[i].IsGood && Outcome(node, replies[i], specs[i].Key) is { } state)
            {
                states.Add((state, replies[i].Step));
            }
        }

        if (states.GroupBy(s => s.State, s => s.Step, StringComparer.Ordinal).MaxBy(g => g.Count()) is { } commonest)
        {
            node.State = commonest.Key;
            node.Steps = [.. node.Steps, .. commonest];
        }
    }

    /// <summary>Reads the predicted state of a reply. A shaped prediction is the state of the action, if the reply can be parsed.</summary>
    private string? Outcome(RapNode node, Reply reply, string key)
    {
        var states = session.Behaviour.ReadProposals(search, node.Parent!.State!, reply, key);
        if (states.Count == 0)
        {
            session.CountParseFailure();
            return null;
        }

        return session.Behaviour.IsShaped ? node.Action : states[0];
    }

    private async Task<Reply[]> CallAsync(CallSpec[] specs, CancellationToken cancellationToken)
    {
        var replies = await Task.WhenAll(specs.Select(spec => session.CallAsync(spec, cancellationToken))).ConfigureAwait(false);
        _last = [.. replies.Select(r => r.Step)];
        return replies;
    }
}
