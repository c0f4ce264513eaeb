namespace AgentLoad.Inference.Endpoints;

/// <summary>
/// Distributes calls over several endpoints that serve the same model. The result of a call contains the endpoint that handled it.
/// </summary>
/// <param name="clients">Clients of the endpoints, at least one; disposed with the pool.</param>
/// <param name="routing">Routing of calls.</param>
internal sealed class EndpointPool(IReadOnlyList<IModelClient> clients, Routing routing) : IModelClient
{
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
            return await clients[chosen].CallAsync(request, cancellationToken).ConfigureAwait(false);
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
        };
    }

    /// <inheritdoc/>
    public Task LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
        Task.WhenAll(clients.Select(c => c.LoadAsync(model, options, cancellationToken)));

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
            int chosen = routing switch
            {
                Routing.StickyByTask => Sticky(taskId),
                Routing.LeastOutstanding => Least(),
                _ => (int)(_next++ % (uint)clients.Count),
            };
            _outstanding[chosen]++;
            return chosen;
        }
    }

    // Ties are resolved round-robin; otherwise the first endpoint would receive every call of an idle pool.
    private int Least()
    {
        int first = (int)(_next++ % (uint)clients.Count);
        int least = first;
        for (int i = 1; i < clients.Count; i++)
        {
            int candidate = (first + i) % clients.Count;
            if (_outstanding[candidate] < _outstanding[least])
            {
                least = candidate;
            }
        }
        return least;
    }

    // Multiplicative hashing with the golden ratio spreads consecutive ids and every n-th id evenly (Knuth, TAOCP 3, 6.4).
    private int Sticky(long taskId) => (int)Math.BigMul((ulong)taskId * 0x9E37_79B9_7F4A_7C15, (ulong)clients.Count, out _);
}
