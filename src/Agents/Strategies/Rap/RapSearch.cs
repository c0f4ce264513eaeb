using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Rap;

/// <summary>Executes one search.</summary>
internal sealed class RapSearch(Session session, ISearchSpace search, RapOptions options)
{
    private readonly int _depth = Math.Min(options.Depth, search.Depth);
    private readonly RapNode _root = new(null, "", 0, []);
    private readonly RapModel _model = new(session, search, options);

    /// <summary>Runs the iterations and returns the answer of the path with the best mean reward.</summary>
    public async Task<Answer> SolveAsync(CancellationToken cancellationToken)
    {
        RapNode? best = null;
        for (var i = 0; i < options.Iterations && !_root.IsTerminal; i++)
        {
            var node = _root;
            while (true)
            {
                // Children of previously expanded nodes are selected by UCT, children of new nodes by reward.
                var isNew = node.Children is null;
                if (isNew && !node.IsTerminal)
                {
                    await ExpandAsync(node, cancellationToken).ConfigureAwait(false);
                }

                if (node.IsTerminal)
                {
                    break;
                }

                node = isNew ? node.Children!.MaxBy(c => c.Reward)! : node.Select(options.Exploration);
            }

            node.Backpropagate();
            if (node.Answer is not null && (best is null || node.PathReward() > best.PathReward()))
            {
                best = node;
            }
        }

        return best is { Answer: { } answer } ? new Answer(answer, best.Steps)
            : _root.IsTerminal && _model.HasFailed ? Answer.Failed
            : Answer.NoAnswer;
    }

    /// <summary>Predicts the state of a node and proposes actions. A node with an answer or without actions is terminal.</summary>
    private async Task ExpandAsync(RapNode node, CancellationToken cancellationToken)
    {
        if (node.Parent is { } parent)
        {
            if (search.Answer(node.Action) is null)
            {
                await _model.PredictStateAsync(node, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                node.State = node.Action;
            }

            node.Thought = node.State is { } reached ? SearchPath.Thought(parent.State!, reached) : "";
            node.Answer = node.State is { } state ? search.Answer(state) : null;
        }

        node.IsTerminal = node.State is null || node.Answer is not null || node.Depth == _depth;
        if (!node.IsTerminal)
        {
            node.Children = await _model.ProposeAsync(node, cancellationToken).ConfigureAwait(false);
            node.IsTerminal = node.Children.Count == 0;
        }
    }
}
