using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.TreeOfThoughtsDepthFirst;

/// <summary>Executes one depth-first search. Stores only the current path and the visited states.</summary>
internal sealed class DepthFirstSearch(Session session, ISearchSpace search, DepthFirstOptions options)
{
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private readonly StateJudge _judge = new(session, search, "value", options.Evaluations, options.Temperature, "default");
    private readonly string _header = SearchPath.Header(session.Problem, search);
    private IReadOnlyList<int> _last = [];
    private int _proposals;
    private bool _hasFailed;

    /// <summary>Searches until a final state is accepted, all states are visited, or the limit is reached.</summary>
    public async Task<Answer> SolveAsync(CancellationToken cancellationToken) =>
        await VisitAsync(new NodeContext(_header, [], "", 1, 1, [], []), cancellationToken).ConfigureAwait(false)
        ?? (_hasFailed && _tried.Count == 0 ? Answer.Failed : Answer.NoAnswer);

    /// <summary>Expands a node and visits the candidates. Returns the answer, or null to backtrack.</summary>
    private async Task<Answer?> VisitAsync(NodeContext node, CancellationToken cancellationToken)
    {
        var (candidates, step) = await ProposeAsync(node, cancellationToken).ConfigureAwait(false);
        foreach (var state in candidates)
        {
            if (_tried.Count >= options.Nodes)
            {
                return null;
            }

            if (!_tried.Add(state))
            {
                continue;
            }

            var child = node with
            {
                Thoughts = [.. node.Thoughts, SearchPath.Thought(node.State, state)],
                State = state,
                Number = _tried.Count,
                After = _last,
                Uses = [step],
            };
            var judged = await _judge.JudgeAsync(child, 0, cancellationToken).ConfigureAwait(false);
            _last = judged.Steps;
            if (judged.Value <= options.Impossible)
            {
                continue;
            }

            IReadOnlyList<int> steps = [step, .. judged.Good];
            if (search.Answer(state) is { } answer)
            {
                return new Answer(answer, steps);
            }

            if (
                node.Level < search.Depth
                && await VisitAsync(child with { Level = node.Level + 1, Uses = steps }, cancellationToken).ConfigureAwait(false)
                    is { } found
            )
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Returns the candidates of a node, best first, and the proposal step.</summary>
    private async Task<(IReadOnlyList<string> Candidates, int Step)> ProposeAsync(NodeContext node, CancellationToken cancellationToken)
    {
        var spec = new CallSpec(
            "propose",
            StepKeys.Of(node.Level, "propose", ++_proposals),
            SearchPath.Messages(node.Header, node.Thoughts, SearchPath.Propose(search, node.State))
        )
        {
            After = [.. _last.Union(node.Uses)],
            Uses = node.Uses,
            Temperature = options.Temperature,
        };
        var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        _last = [reply.Step];
        _hasFailed |= !reply.IsGood;
        var states = reply.IsGood ? session.Behaviour.ReadProposals(search, node.State, reply, spec.Key) : [];
        if (reply.IsGood && states.Count == 0)
        {
            session.CountParseFailure();
        }

        // GroupBy preserves the order of first appearance and OrderBy is stable.
        return (
            [.. states.GroupBy(s => s, StringComparer.Ordinal).OrderByDescending(g => g.Count()).Take(options.PerState).Select(g => g.Key)],
            reply.Step
        );
    }
}
