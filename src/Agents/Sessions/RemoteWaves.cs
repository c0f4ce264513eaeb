namespace AgentLoad.Agents.Sessions;

/// <summary>Runs waves of a task on several hosts and merges the steps that the hosts made.</summary>
/// <param name="plan">The task.</param>
/// <param name="gate">Guards <paramref name="log"/> and <paramref name="sent"/>.</param>
/// <param name="log">Steps of the task.</param>
/// <param name="sent">Prompts of the task.</param>
/// <param name="throwIfSuspended">Throws if the task is suspended; called with the lock held.</param>
internal sealed class RemoteWaves(TaskPlan plan, Lock gate, StepLog log, SentPrompts sent, Action throwIfSuspended)
{
    /// <summary>Number of calls that other hosts made.</summary>
    public int Calls { get; private set; }

    /// <summary>Runs a wave on several hosts and returns its replies; null if the wave must run on this host.</summary>
    public async Task<Reply[]?> TryRunAsync(IReadOnlyList<CallSpec> wave, CancellationToken cancellationToken)
    {
        // Limits on calls, tokens and money are enforced where the calls are made, so they cannot be enforced on several hosts.
        if (
            plan is not { Distributor: { } distributor, Budget: { Calls: null, Tokens: null, Money: null } }
            || wave.Any(spec => spec.OnText is not null || log.FindReplayed(spec.Key) is not null)
            || Waves.Split(wave, distributor.HostCount) is not { Count: > 1 } parts
        )
        {
            return null;
        }

        var resent = BeginRemote(wave);
        try
        {
            var done = await Task.WhenAll(parts.Select((part, i) => distributor.RunAsync(part, i, cancellationToken)))
                .ConfigureAwait(false);
            var replies = Merge(wave, resent, done.SelectMany(steps => steps).ToLookup(step => step.Record.Key, StringComparer.Ordinal));
            cancellationToken.ThrowIfCancellationRequested();
            return replies;
        }
        finally
        {
            lock (gate)
            {
                log.EndRemote();
            }
        }
    }

    /// <summary>Marks the start of a wave on other hosts; returns the fraction of each prompt that was sent before.</summary>
    private double[] BeginRemote(IReadOnlyList<CallSpec> wave)
    {
        lock (gate)
        {
            throwIfSuspended();
            log.BeginRemote();
            return [.. wave.Select(spec => sent.Add(plan.RoleOf(spec.Role).Model, CallRequestFactory.MessagesOf(plan, spec)))];
        }
    }

    /// <summary>Adds the steps that other hosts made. Ids follow the order of the wave, not the order of completion.</summary>
    private Reply[] Merge(IReadOnlyList<CallSpec> wave, double[] resent, ILookup<string, StepSnapshot> made)
    {
        var replies = new Reply[wave.Count];
        lock (gate)
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
                    var id = log.Begin();
                    var sentBefore = call.PromptTokens is { } tokens ? (int?)Math.Round(tokens * (attempt == 1 ? resent[i] : 1)) : null;
                    var merged = step with
                    {
                        Record = step.Record with
                        {
                            Id = id,
                            Call = call with
                            {
                                RetryOf = before,
                                ResentTokens = sentBefore,
                                SharedTokens = sentBefore > call.SharedTokens ? sentBefore : call.SharedTokens,
                            },
                        },
                    };
                    log.End(merged);
                    Calls++;
                    replies[i] = ReplyFactory.Of(id, ReplyFactory.Restore(merged));
                    before = id;
                }
            }
        }

        return replies;
    }
}
