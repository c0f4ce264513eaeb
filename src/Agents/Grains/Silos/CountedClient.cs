using AgentLoad.Inference;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>A client that counts each call before it sends it.</summary>
/// <param name="inner">Makes the calls.</param>
/// <param name="counter">Counts them.</param>
internal sealed class CountedClient(IModelClient inner, CallCounter counter) : IModelClient
{
    public string Endpoint => inner.Endpoint;

    public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (!await counter.AddAsync(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken = new CancellationToken(canceled: true);
            }
        }
        catch (OperationCanceledException)
        {
            // The client reports the cancelled call without sending it. It is counted, and its record is the one that the count expects.
        }

        return await inner.CallAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => inner.InspectAsync(model, cancellationToken);

    public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
        inner.LoadAsync(model, options, cancellationToken);

    /// <summary>The connections own the client.</summary>
    public void Dispose() { }
}
