using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Tests.Answers.Styles;

/// <summary>
/// Calls a reply generator without server and time, with the node's token limits and stop texts: a reply beyond its limit is cut.
/// </summary>
internal sealed class PlannedReplyClient(IReplyGenerator generator) : IModelClient
{
    public string Endpoint => "simulated";

    public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        var (options, seed) = (request.Options, (ulong)(request.Options.Seed ?? 0));
        var prompt = new SimulatedPrompt(
            request.Model,
            request.Messages,
            request.Tools,
            options.MaxTokens,
            options.Temperature ?? 0.8,
            seed,
            options.Json
        );
        var plan = ReplyPlan.Create(generator.Generate(prompt), options.MaxTokens, options.Stop, seed);
        var now = TimeProvider.System.GetTimestamp();
        return Task.FromResult(
            new CallResult
            {
                Endpoint = Endpoint,
                Outcome = plan.DoneReason == "length" ? CallOutcome.LengthLimited : CallOutcome.Completed,
                Sent = now,
                End = now,
                Text = plan.Text(ChunkKind.Content),
                Thinking = plan.Text(ChunkKind.Thinking),
                ToolCalls = [.. plan.Chunks.Select(chunk => chunk.Call).OfType<ToolCall>()],
                PromptTokens = 1,
                CompletionTokens = plan.Tokens.Length,
                Provenance = TokenProvenance.Server,
            }
        );
    }

    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose() { }
}
