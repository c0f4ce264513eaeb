using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <content>What a session has to do with other hosts: one that did a part of the task before, one that goes on with it, and those that share its waves.</content>
public sealed partial class TaskSession
{
    /// <summary>Calls among the steps that other hosts made.</summary>
    public int CallsElsewhere { get; private set; } = carried?.Calls ?? 0;

    /// <summary>What another host needs to go on, once the steps under way have ended; only after the task was told to leave.</summary>
    public async Task<IReadOnlyList<CarriedStep>> CarryAsync()
    {
        Task idle;
        lock (_lock)
        {
            idle = _log.IdleAsync();
        }

        await idle.ConfigureAwait(false);
        lock (_lock)
        {
            return _log.Carry();
        }
    }

    /// <inheritdoc/>
    public override async Task<Reply[]> WaveAsync(IReadOnlyList<CallSpec> wave, CancellationToken cancellationToken)
    {
        // Limits on calls, tokens and money are kept by who makes the calls: they cannot be kept in several places at once.
        var parts =
            plan is { Spread: { } spread, Budget: { Calls: null, Tokens: null, Money: null } }
            && !wave.Any(spec => spec.OnText is not null || _log.Known(spec.Key) is not null)
                ? Waves.Cut(wave, spread.Hosts)
                : [];
        if (parts.Count < 2)
        {
            return await base.WaveAsync(wave, cancellationToken).ConfigureAwait(false);
        }

        var resent = Lend(wave);
        try
        {
            var done = await Task.WhenAll(parts.Select((part, i) => plan.Spread!.DoAsync(part, i, cancellationToken)))
                .ConfigureAwait(false);
            var replies = Merge(wave, resent, done.SelectMany(steps => steps).ToLookup(step => step.Record.Key, StringComparer.Ordinal));
            cancellationToken.ThrowIfCancellationRequested();
            return replies;
        }
        finally
        {
            lock (_lock)
            {
                _log.Return();
            }
        }
    }

    /// <summary>Hands a wave to other hosts; the share of each prompt that was sent before.</summary>
    private double[] Lend(IReadOnlyList<CallSpec> wave)
    {
        lock (_lock)
        {
            ThrowIfLeaving();
            _log.Lend();
            return [.. wave.Select(spec => _sent.Add(Role(spec.Role).Model, spec.Messages))];
        }
    }

    /// <summary>Takes in the steps that other hosts made, numbered in the order of the wave whoever was first.</summary>
    private Reply[] Merge(IReadOnlyList<CallSpec> wave, double[] resent, ILookup<string, CarriedStep> made)
    {
        var replies = new Reply[wave.Count];
        lock (_lock)
        {
            for (var i = 0; i < wave.Count; i++)
            {
                int? before = null;
                for (
                    var attempt = 1;
                    made[StepKeys.Attempt(wave[i].Key, attempt)].FirstOrDefault() is { Record.Call: { } call } step;
                    attempt++
                )
                {
                    var id = _log.Begin();
                    var merged = step with
                    {
                        Record = step.Record with
                        {
                            Id = id,
                            Call = call with
                            {
                                RetryOf = before,
                                ResentTokens = call.PromptTokens is { } tokens
                                    ? (int)Math.Round(tokens * (attempt == 1 ? resent[i] : 1))
                                    : null,
                            },
                        },
                    };
                    _log.End(merged);
                    CallsElsewhere++;
                    replies[i] = Replies.Of(id, Replies.Recalled(merged));
                    before = id;
                }
            }
        }

        return replies;
    }

    /// <summary>A call that an earlier host made: its prompt counts as sent, and its reply comes again.</summary>
    private CallResult Recall(CallSpec spec, CallRequest request, CarriedStep known)
    {
        lock (_lock)
        {
            _sent.Add(request.Model, request.Messages);
            _budget.Recall(request, known.Record.Call!);
        }

        if (known.Text.Length > 0)
        {
            spec.OnText?.Invoke(known.Text);
        }

        return Replies.Recalled(known);
    }
}
