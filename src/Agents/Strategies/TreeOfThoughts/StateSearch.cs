using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.TreeOfThoughts;

/// <summary>
/// The search over states. Each level runs the proposals of all kept states in parallel, then evaluates all new distinct states in
/// parallel, and keeps the b best. Duplicate states are evaluated once; as in the reference implementation, they rank last and only fill up
/// the breadth. A proposal uses the proposal and the evaluations of its state. Other awaited steps are not on the path to the answer.
/// </summary>
internal sealed class StateSearch(Session session, ISearchSpace search, TreeOfThoughtsOptions options)
{
    private readonly Dictionary<string, Judgement> _judgements = new(StringComparer.Ordinal);

    /// <summary>Searches to the depth of the problem.</summary>
    public async Task<Answer> SolveAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Candidate> kept = [new Candidate("", [])];
        IReadOnlyList<int> joined = [];
        for (var level = 1; level <= search.Depth; level++)
        {
            var proposed = await ProposeAsync(level, kept, joined, cancellationToken).ConfigureAwait(false);
            if (proposed.AllFailed)
            {
                return Answer.Failed;
            }

            if (proposed.Candidates.Count == 0)
            {
                return Answer.NoAnswer;
            }

            var valued = await ValueAsync(level, proposed, cancellationToken).ConfigureAwait(false);
            if (valued is null)
            {
                return Answer.Failed;
            }

            kept = Best(proposed.Candidates);
            joined = valued.Count > 0 ? valued : proposed.Steps;
        }

        return kept.Select(c => (Text: search.Answer(c.State), c.Steps)).FirstOrDefault(c => c.Text is not null) is { Text: not null } best
            ? new Answer(best.Text, best.Steps)
            : Answer.NoAnswer;
    }

    private async Task<Proposed> ProposeAsync(
        int level,
        IReadOnlyList<Candidate> kept,
        IReadOnlyList<int> joined,
        CancellationToken cancellationToken
    )
    {
        var specs = kept.Select(
                (c, i) =>
                    new CallSpec("propose", StepKeys.Of(level, "propose", i + 1), [ChatMessage.User(search.ProposePrompt(c.State))])
                    {
                        After = [.. joined.Union(c.Steps)],
                        Uses = c.Steps,
                        Temperature = options.Temperature,
                    }
            )
            .ToArray();
        var replies = await session.WaveAsync(specs, cancellationToken).ConfigureAwait(false);
        var candidates = new List<Candidate>();
        for (var i = 0; i < replies.Length; i++)
        {
            var found = replies[i].IsGood ? session.Behaviour.ReadProposals(search, kept[i].State, replies[i], specs[i].Key) : [];
            if (replies[i].IsGood && found.Count == 0)
            {
                session.CountParseFailure();
            }

            candidates.AddRange(found.Select(state => new Candidate(state, [replies[i].Step])));
        }

        return new Proposed(candidates, [.. replies.Select(r => r.Step)], !replies.Any(r => r.IsGood));
    }

    /// <summary>Evaluates the states without a value. Returns the steps; null if all calls failed.</summary>
    private async Task<IReadOnlyList<int>?> ValueAsync(int level, Proposed proposed, CancellationToken cancellationToken)
    {
        var fresh = proposed.Candidates.DistinctBy(c => c.State).Where(c => !_judgements.ContainsKey(c.State)).ToArray();
        var specs = fresh
            .SelectMany(
                (c, i) =>
                {
                    IReadOnlyList<ChatMessage> prompt = [ChatMessage.User(search.ValuePrompt(c.State))];
                    return Enumerable
                        .Range(1, options.Evaluations)
                        .Select(e => new CallSpec("value", StepKeys.Of(level, "value", i + 1, e), prompt)
                        {
                            After = proposed.Steps,
                            Uses = c.Steps,
                            Temperature = options.Temperature,
                        });
                }
            )
            .ToArray();
        var replies = await session.WaveAsync(specs, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < fresh.Length; i++)
        {
            var own = new Range(i * options.Evaluations, (i + 1) * options.Evaluations);
            _judgements.Add(fresh[i].State, Judge(fresh[i].State, specs[own], replies[own]));
        }

        return replies.Length > 0 && !replies.Any(r => r.IsGood) ? null : [.. replies.Select(r => r.Step)];
    }

    /// <summary>
    /// Computes the mean of the successful evaluations. An unparsable one counts as 0, as in the reference implementation.
    /// </summary>
    private Judgement Judge(string state, CallSpec[] specs, Reply[] replies)
    {
        double sum = 0;
        var steps = new List<int>();
        for (var i = 0; i < replies.Length; i++)
        {
            if (!replies[i].IsGood)
            {
                continue;
            }

            steps.Add(replies[i].Step);
            if (session.Behaviour.ReadValue(search, state, replies[i], specs[i].Key) is { } value)
            {
                sum += value;
            }
            else
            {
                session.CountParseFailure();
            }
        }

        return new Judgement(steps.Count == 0 ? null : sum / steps.Count, steps);
    }

    private IReadOnlyList<Candidate> Best(IReadOnlyList<Candidate> candidates)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. candidates
                .Select(c => (Candidate: c, IsRepeated: !seen.Add(c.State), Judgement: _judgements[c.State]))
                .OrderBy(c => c.IsRepeated)
                .ThenByDescending(c => c.Judgement.Value ?? double.NegativeInfinity)
                .Take(options.Breadth)
                .Select(c => new Candidate(c.Candidate.State, [.. c.Candidate.Steps.Union(c.Judgement.Steps)])),
        ];
    }

    /// <summary>A state with its proposal step and, after selection, its evaluation steps.</summary>
    private sealed record Candidate(string State, IReadOnlyList<int> Steps);

    private sealed record Proposed(IReadOnlyList<Candidate> Candidates, IReadOnlyList<int> Steps, bool AllFailed);

    private sealed record Judgement(double? Value, IReadOnlyList<int> Steps);
}
