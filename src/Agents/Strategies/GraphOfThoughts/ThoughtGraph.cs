using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.GraphOfThoughts;

/// <summary>Executes one graph of thoughts.</summary>
internal sealed class ThoughtGraph(Session session, IDivisible problem, GraphOfThoughtsOptions options)
{
    /// <summary>Splits, solves, merges and improves.</summary>
    public async Task<Answer> SolveAsync(CancellationToken cancellationToken)
    {
        var split = await CallAsync("split", StepKeys.Of("split"), problem.SplitPrompt(options.Parts), [], [], cancellationToken)
            .ConfigureAwait(false);
        if (!split.IsGood)
        {
            return Answer.Failed;
        }

        if (session.Behaviour.ReadSplit(problem, options.Parts, split, StepKeys.Of("split")) is not { } parts)
        {
            session.CountParseFailure();
            return Answer.NoAnswer;
        }

        var merged = await BranchAsync(parts, 0, parts.Count, split.Step, cancellationToken).ConfigureAwait(false);
        if (merged is { Solution: { } best } && options.Improvements > 0)
        {
            // The merged solution is kept if no improvement has at least the same score.
            var improved = await WaveAsync(
                    Level(parts.Count) + 1,
                    "improve",
                    1,
                    options.Improvements,
                    problem.Whole,
                    problem.ImprovePrompt(problem.Whole, best),
                    merged.Joined,
                    merged.Steps,
                    cancellationToken
                )
                .ConfigureAwait(false);
            merged = Better(merged, improved);
        }

        return merged.Solution is { } answer ? new Answer(answer, merged.Steps)
            : merged.AllFailed ? Answer.Failed
            : Answer.NoAnswer;
    }

    /// <summary>Solves a range of parts (<paramref name="to"/> is exclusive) and merges the two halves.</summary>
    private async Task<Branch> BranchAsync(IReadOnlyList<string> parts, int from, int to, int split, CancellationToken cancellationToken)
    {
        if (to - from == 1)
        {
            return await WaveAsync(
                    1,
                    "solve",
                    from + 1,
                    options.Samples,
                    parts[from],
                    problem.SolvePrompt(parts[from]),
                    [split],
                    [split],
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        var middle = (from + to + 1) / 2;
        var branches = await Task.WhenAll(
                BranchAsync(parts, from, middle, split, cancellationToken),
                BranchAsync(parts, middle, to, split, cancellationToken)
            )
            .ConfigureAwait(false);
        IReadOnlyList<int> joined = [.. branches[0].Joined, .. branches[1].Joined];
        if (branches is not [{ Solution: { } left }, { Solution: { } right }])
        {
            return new Branch(null, -1, joined, []) { AllFailed = branches.Any(b => b.AllFailed) };
        }

        // The first part of the right half identifies a merge uniquely.
        return await WaveAsync(
                Level(to - from),
                "merge",
                middle,
                options.Merges,
                problem.Join([.. parts.Skip(from).Take(to - from)]),
                problem.MergePrompt([left, right]),
                joined,
                [.. branches[0].Steps, .. branches[1].Steps],
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Runs one prompt several times in parallel and returns the best solution.</summary>
    private async Task<Branch> WaveAsync(
        int level,
        string name,
        int number,
        int count,
        string part,
        string prompt,
        IReadOnlyList<int> after,
        IReadOnlyList<int> uses,
        CancellationToken cancellationToken
    )
    {
        var tries = await Task.WhenAll(
                Enumerable
                    .Range(1, count)
                    .Select(async i =>
                    {
                        var key = StepKeys.Of(level, name, number, i);
                        var reply = await CallAsync(name, key, prompt, after, uses, cancellationToken).ConfigureAwait(false);
                        var solution = reply.IsGood ? session.Behaviour.ReadSolution(problem, part, reply, key) : null;
                        if (reply.IsGood && solution is null)
                        {
                            session.CountParseFailure();
                        }

                        return (Reply: reply, Solution: solution);
                    })
            )
            .ConfigureAwait(false);
        IReadOnlyList<int> joined = [.. tries.Select(t => t.Reply.Step)];

        // GroupBy preserves the order of first appearance and OrderBy is stable.
        var best = tries
            .Where(t => t.Solution is not null)
            .GroupBy(t => t.Solution!, t => t.Reply.Step, StringComparer.Ordinal)
            .Select(g => (Solution: g.Key, Score: problem.Score(part, g.Key), Count: g.Count(), Step: g.First()))
            .OrderByDescending(g => g.Score)
            .ThenByDescending(g => g.Count)
            .FirstOrDefault();
        return new Branch(best.Solution, best.Score, joined, best.Solution is null ? [] : [best.Step])
        {
            AllFailed = !tries.Any(t => t.Reply.IsGood),
        };
    }

    private Task<Reply> CallAsync(
        string name,
        string key,
        string prompt,
        IReadOnlyList<int> after,
        IReadOnlyList<int> uses,
        CancellationToken cancellationToken
    ) =>
        session.CallAsync(
            new CallSpec(name, key, [ChatMessage.User(prompt)])
            {
                After = after,
                Uses = uses,
                Temperature = options.Temperature,
            },
            cancellationToken
        );

    private static Branch Better(Branch merged, Branch improved) =>
        improved.Solution is not null && improved.Score >= merged.Score ? improved : merged;

    /// <summary>Returns the level of a merge of a number of parts. Single parts are solved on level 1.</summary>
    private static int Level(int parts) => parts == 1 ? 1 : 1 + Level((parts + 1) / 2);

    private sealed record Branch(string? Solution, double Score, IReadOnlyList<int> Joined, IReadOnlyList<int> Steps)
    {
        public bool AllFailed { get; init; }
    }
}
