using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Lats;

/// <summary>Executes one search.</summary>
internal sealed class LatsSearch(Session session, ISearchSpace search, LatsOptions options)
{
    private readonly int _depth = Math.Min(options.Depth, search.Depth);
    private readonly LatsNode _root = new(null, "", "", []);
    private readonly NodeExpansion _expansion = new(
        session,
        search,
        new ExpansionOptions(options.Children, options.Evaluations, options.Temperature, "critic")
    );

    private readonly Reflections _reflections = new(session, options, SearchPath.Header(session.Problem, search));
    private IReadOnlyList<int> _last = [];
    private int _expansions;
    private (double Reward, Answer? Answer) _best;

    /// <summary>Iterates until an answer is correct, the tree is closed or the maximum number of iterations is reached.</summary>
    public async Task<Answer> SolveAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < options.Iterations; i++)
        {
            _last = await _reflections.ReflectAsync(_last, cancellationToken).ConfigureAwait(false);
            var node = _root.Select();
            var first = await ExpandAsync(node.Depth, node.Thoughts(), node.State, node.Steps, cancellationToken).ConfigureAwait(false);
            if (Right(first) is { } right)
            {
                return right;
            }

            if (node == _root && first.IsFailed)
            {
                return Answer.Failed;
            }

            var open = Open(first, node.Depth + 1);
            var added = Array.ConvertAll(open, node.Add);
            if (await RollOutAsync(node, first, open, added, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }

            if (open.Length == 0 && node.Prune())
            {
                break;
            }
        }

        return _best.Answer ?? Answer.NoAnswer;
    }

    /// <summary>
    /// Follows the best children without adding them to the tree, and backpropagates the reward. Returns the answer if one is correct.
    /// </summary>
    private async Task<Answer?> RollOutAsync(
        LatsNode node,
        Expansion expansion,
        Child[] open,
        LatsNode[] added,
        CancellationToken cancellationToken
    )
    {
        string[] thoughts = node.Thoughts();
        LatsNode? start = null;
        var level = node.Depth + 1;
        while (!IsEnded(expansion) && open.MaxBy(c => c.Reward) is { } next)
        {
            start ??= added[Array.IndexOf(open, next)];
            thoughts = [.. thoughts, next.Thought];
            expansion = await ExpandAsync(level, thoughts, next.State, next.Steps, cancellationToken).ConfigureAwait(false);
            if (Right(expansion) is { } right)
            {
                return right;
            }

            open = Open(expansion, ++level);
        }

        // The reward of a path without a verified answer is the best evaluation of its last thoughts.
        (start ?? node).Backpropagate(
            expansion.Children.Any(c => c.IsRight == false) ? 0 : expansion.Children.Select(c => c.Reward).DefaultIfEmpty(0).Max()
        );
        return null;
    }

    private async Task<Expansion> ExpandAsync(
        int depth,
        IReadOnlyList<string> thoughts,
        string state,
        IReadOnlyList<int> steps,
        CancellationToken cancellationToken
    )
    {
        var context = new NodeContext(
            _reflections.Header,
            thoughts,
            state,
            depth + 1,
            ++_expansions,
            _last,
            [.. steps.Union(_reflections.Steps)]
        );
        var expansion = await _expansion.ExpandAsync(context, cancellationToken).ConfigureAwait(false);
        _last = expansion.Joined;
        foreach (var child in expansion.Children)
        {
            if (child.IsRight == false)
            {
                _reflections.Add(thoughts, child);
            }
            else if (child is { IsRight: null, Answer: { } answer } && (_best.Answer is null || child.Reward > _best.Reward))
            {
                _best = (child.Reward, new Answer(answer, child.Steps));
            }
        }

        return expansion;
    }

    private static Answer? Right(Expansion expansion) =>
        expansion.Children.FirstOrDefault(c => c.IsRight == true) is { Answer: { } answer } child ? new Answer(answer, child.Steps) : null;

    /// <summary>Returns true if a child is final, which ends the rollout as in the reference implementation.</summary>
    private static bool IsEnded(Expansion expansion) => expansion.Children.Any(c => c.Answer is not null);

    /// <summary>Returns the children that can be expanded.</summary>
    private Child[] Open(Expansion expansion, int level) => level < _depth ? [.. expansion.Children.Where(c => c.Answer is null)] : [];
}
