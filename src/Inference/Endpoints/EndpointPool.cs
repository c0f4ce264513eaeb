namespace AgentLoad.Inference.Endpoints;

/// <summary>
/// Distributes calls over endpoints that serve the same model. The result of a call contains the endpoint that handled it. An endpoint
/// that is down gets no calls as long as another is up (see <see cref="EndpointHealth"/>), so that a retry goes to another endpoint.
/// </summary>
/// <param name="clients">Clients of the endpoints, at least one; disposed with the pool.</param>
/// <param name="routing">Routing of calls.</param>
/// <param name="timeProvider">Time provider.</param>
internal sealed class EndpointPool(IReadOnlyList<IModelClient> clients, Routing routing, TimeProvider timeProvider) : IModelClient
{
    private readonly EndpointHealth[] _health = [.. clients.Select(_ => new EndpointHealth(timeProvider))];
    private static readonly int[] Single = [0];

    private readonly Lock _lock = new();
    private readonly int[] _outstanding =
        clients.Count > 0 ? new int[clients.Count] : throw new ArgumentException("A pool requires at least one endpoint.", nameof(clients));

    // Every host has its own pool over the same endpoints: with a fixed start, the first calls of all hosts would go to one endpoint.
    private uint _next = unchecked((uint)Random.Shared.Next());

    /// <summary>Clients of the endpoints.</summary>
    public IReadOnlyList<IModelClient> Clients => clients;

    /// <inheritdoc/>
    public string Endpoint { get; } = string.Join(", ", clients.Select(c => c.Endpoint));

    /// <inheritdoc/>
    public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        int chosen = Choose(request.TaskId);
        try
        {
            await _health[chosen].WaitAsync(cancellationToken).ConfigureAwait(false);
            var result = await clients[chosen].CallAsync(request, cancellationToken).ConfigureAwait(false);
            _health[chosen].Record(result.Outcome);
            return result;
        }
        finally
        {
            lock (_lock)
            {
                _outstanding[chosen]--;
            }
        }
    }

    /// <summary>Returns facts that are valid for every endpoint: the smallest context length and the common capabilities.</summary>
    /// <inheritdoc/>
    public async Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken)
    {
        var facts = await Task.WhenAll(clients.Select(c => c.InspectAsync(model, cancellationToken))).ConfigureAwait(false);
        var known = facts.Select(f => f.Capabilities).OfType<IReadOnlySet<string>>().ToList();
        return facts[0] with
        {
            Server = string.Join(", ", facts.Select(f => f.Server).Distinct()),
            ContextLength = facts.Min(f => f.ContextLength),
            LoadedContextLength = facts.Min(f => f.LoadedContextLength),
            Capabilities = known.Count == 0 ? null : known[0].Where(capability => known.All(k => k.Contains(capability))).ToHashSet(),
            IsSimulated = facts.Any(f => f.IsSimulated),
            HasTools =
                facts.All(f => f.HasTools == true) ? true
                : facts.Any(f => f.HasTools == false) ? false
                : null,
            Warnings = [.. facts.SelectMany(f => f.Warnings).Distinct()],
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken)
    {
        var warnings = await Task.WhenAll(clients.Select(c => c.LoadAsync(model, options, cancellationToken))).ConfigureAwait(false);
        return [.. warnings.SelectMany(w => w).Distinct()];
    }

    /// <summary>Returns the answer that is valid for every endpoint.</summary>
    /// <inheritdoc/>
    public async Task<ToolOffer> OffersToolsAsync(string model, CancellationToken cancellationToken)
    {
        var offers = await Task.WhenAll(clients.Select(c => c.OffersToolsAsync(model, cancellationToken))).ConfigureAwait(false);
        return offers.FirstOrDefault(offer => offer.IsAccepted == false)
            ?? offers.FirstOrDefault(offer => offer.IsAccepted is null)
            ?? offers[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }

    private int Choose(long taskId)
    {
        lock (_lock)
        {
            int[] up = clients.Count == 1 ? Single : [.. Enumerable.Range(0, clients.Count).Where(i => !_health[i].IsDown)];
            if (up.Length == 0)
            {
                up = [.. Enumerable.Range(0, clients.Count)];
            }

            int chosen = routing switch
            {
                Routing.StickyByTask => Sticky(taskId, up),
                Routing.LeastOutstanding => Least(up),
                _ => up[(int)(_next++ % (uint)up.Length)],
            };
            _outstanding[chosen]++;
            return chosen;
        }
    }

    // Ties are resolved round-robin; otherwise the first endpoint would receive every call of an idle pool.
    private int Least(int[] up)
    {
        int first = (int)(_next++ % (uint)up.Length);
        int least = up[first];
        for (int i = 1; i < up.Length; i++)
        {
            int candidate = up[(first + i) % up.Length];
            if (_outstanding[candidate] < _outstanding[least])
            {
                least = candidate;
            }
        }
        return least;
    }

    // A task stays on its endpoint while that is up. Multiplicative hashing with the golden ratio spreads consecutive ids and every n-th id
    // evenly (Knuth, TAOCP 3, 6.4).
    private int Sticky(long taskId, int[] up)
    {
        ulong hash = (ulong)taskId * 0x9E37_79B9_7F4A_7C15;
        int own = (int)Math.BigMul(hash, (ulong)clients.Count, out _);
        return Array.IndexOf(up, own) >= 0 ? own : up[(int)Math.BigMul(hash, (ulong)up.Length, out _)];
    }
}
