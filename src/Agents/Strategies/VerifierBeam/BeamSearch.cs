using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.VerifierBeam;

/// <summary>Executes one beam search. Stores the open beams and the best finished one.</summary>
internal sealed class BeamSearch(Session session, ISearchSpace search, VerifierBeamOptions options)
{
    private readonly string _header = SearchPath.Header(session.Problem, search);

    // A verifier should be deterministic, so it is called once per state with temperature 0.
    private readonly StateJudge _judge = new(session, search, "score", 1, 0, "verifier");
    private IReadOnlyList<int> _joined = [];
    private (double Score, Answer Answer)? _best;
    private int _finished;

    /// <summary>Searches until no beam is open, enough beams have finished or the limit is reached.</summary>
    public async Task<Answer> SolveAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<NodeContext> beams = [.. Enumerable.Repeat(new NodeContext(_header, [], "", 1, 1, [], []), options.Beams)];
        for (var level = 1; level <= Math.Min(options.Iterations, search.Depth) && beams.Count > 0 && _finished < options.Beams; level++)
        {
            var steps = await GenerateAsync(level, beams, cancellationToken).ConfigureAwait(false);
            if (steps is null)
            {
                return _best?.Answer ?? Answer.Failed;
            }

            var scored = await ScoreAsync(steps, cancellationToken).ConfigureAwait(false);
            beams = [.. Keep(scored).SelectMany(kept => Enumerable.Repeat(kept, options.Copies)).Take(options.Beams)];
        }

        return _best?.Answer ?? Answer.NoAnswer;
    }

    /// <summary>Extends every beam by one step; null if all calls failed.</summary>
    private async Task<IReadOnlyList<NodeContext>?> GenerateAsync(
        int level,
        IReadOnlyList<NodeContext> beams,
        CancellationToken cancellationToken
    )
    {
        var specs = new CallSpec[beams.Count];
        for (var i = 0; i < specs.Length; i++)
        {
            var beam = beams[i];

            // Copies are adjacent and share a conversation.
            var messages =
                i > 0 && ReferenceEquals(beam, beams[i - 1])
                    ? specs[i - 1].Messages
                    : SearchPath.Messages(_header, beam.Thoughts, SearchPath.Propose(search, beam.State));
            specs[i] = new CallSpec("step", StepKeys.Of(level, "step", i + 1), messages)
            {
                After = [.. _joined.Union(beam.Uses)],
                Uses = beam.Uses,
                Temperature = options.Temperature,
            };
        }

        var replies = await Task.WhenAll(specs.Select(spec => session.CallAsync(spec, cancellationToken))).ConfigureAwait(false);
        _joined = [.. replies.Select(r => r.Step)];
        return replies.Any(r => r.IsGood)
            ? [.. replies.Select((reply, i) => Next(beams[i], i, reply, specs[i].Key)).OfType<NodeContext>()]
            : null;
    }

    /// <summary>Returns the beam extended by the step of a reply; null if there is none.</summary>
    private NodeContext? Next(NodeContext beam, int index, Reply reply, string key)
    {
        if (!reply.IsGood)
        {
            return null;
        }

        if (session.Behaviour.ReadProposals(search, beam.State, reply, key) is not [var state, ..])
        {
            session.CountParseFailure();
            return null;
        }

        return beam with
        {
            Thoughts = [.. beam.Thoughts, SearchPath.Thought(beam.State, state)],
            State = state,
            Number = index + 1,
            After = _joined,
            Uses = [reply.Step],
        };
    }

    /// <summary>Scores the distinct states. States without a readable score are dropped.</summary>
    private async Task<IReadOnlyList<(NodeContext Beam, double Score)>> ScoreAsync(
        IReadOnlyList<NodeContext> steps,
        CancellationToken cancellationToken
    )
    {
        var distinct = steps.DistinctBy(s => s.State, StringComparer.Ordinal).ToArray();
        var judged = await Task.WhenAll(distinct.Select(s => _judge.JudgeAsync(s, 0, cancellationToken))).ConfigureAwait(false);
        _joined = judged.Length == 0 ? _joined : [.. judged.SelectMany(j => j.Steps)];
        return
        [
            .. distinct
                .Zip(judged)
                .Where(s => s.Second.Value is not null)
                .Select(s =>
                    (s.First with { Level = s.First.Level + 1, Uses = [.. s.First.Uses, .. s.Second.Good] }, s.Second.Value!.Value)
                ),
        ];
    }

    /// <summary>Removes finished beams and keeps the best of the others.</summary>
    private IEnumerable<NodeContext> Keep(IReadOnlyList<(NodeContext Beam, double Score)> scored)
    {
        var open = new List<(NodeContext Beam, double Score)>();
        foreach (var (beam, score) in scored)
        {
            if (search.Answer(beam.State) is not { } answer)
            {
                open.Add((beam, score));
                continue;
            }

            _finished++;
            if (_best is null || score > _best.Value.Score)
            {
                _best = (score, new Answer(answer, beam.Uses));
            }
        }

        return open.OrderByDescending(o => o.Score).Take(Math.Max(1, options.Beams / options.Copies)).Select(o => o.Beam);
    }
}
