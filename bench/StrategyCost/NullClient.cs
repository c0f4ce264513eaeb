using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.StrategyCost;

/// <summary>Answers at once, but not on the caller's turn, so that all tasks are under way together.</summary>
internal sealed class NullClient(Func<Task> called) : IModelClient
{
    /// <inheritdoc/>
    public string Endpoint => "null";

    /// <inheritdoc/>
    public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        var sent = TimeProvider.System.GetTimestamp();
        await Task.Yield();
        await called();
        return new CallResult
        {
            Endpoint = Endpoint,
            Outcome = CallOutcome.Completed,
            Sent = sent,
            End = TimeProvider.System.GetTimestamp(),
            Text = "null",
            PromptTokens = 100,
            CompletionTokens = request.Options.MaxTokens,
            Provenance = TokenProvenance.Server,
        };
    }

    /// <inheritdoc/>
    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() { }
}
