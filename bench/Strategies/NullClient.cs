using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Bench.Strategies;

/// <summary>A client that answers immediately without a server. It yields first, so that all tasks run concurrently.</summary>
/// <param name="onCallAsync">Runs within each call.</param>
internal sealed class NullClient(Func<Task> onCallAsync) : IModelClient
{
    public string Endpoint => "null";

    public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        var sent = TimeProvider.System.GetTimestamp();
        await Task.Yield();
        await onCallAsync();
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

    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose() { }
}
