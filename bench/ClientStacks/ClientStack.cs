using AgentLoad.Agents.UserAgents;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OllamaSharp;

namespace AgentLoad.Bench.ClientStacks;

/// <summary>A way to make a call and to read its stream to the end.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CallAsync">Makes a call.</param>
internal sealed record ClientStack(string Name, Func<Task> CallAsync)
{
    /// <summary>Creates all stacks; the first is the baseline of the comparison.</summary>
    public static IReadOnlyList<ClientStack> CreateAll(int port)
    {
        var url = $"http://127.0.0.1:{port}";
        var request = new CallRequest("m", [Inference.ChatMessage.User("x")], new GenerationOptions());
        var native = ModelClients.Create(new EndpointOptions(url, ModelApi.Ollama), TimeProvider.System);
        var measured = ModelClients.Create(new EndpointOptions(url, ModelApi.OllamaSharp), TimeProvider.System);
        var sharp = (IChatClient)
            new OllamaApiClient(new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan }, "m");
        var kernel = sharp.AsBuilder().UseKernelFunctionInvocation().Build().AsChatCompletionService();
        return
        [
            new("native, measured", () => CheckAsync(native.CallAsync(request, CancellationToken.None))),
            new("OllamaSharp", () => ReadAsync(sharp.GetStreamingResponseAsync("x"))),
            new("OllamaSharp, measured", () => CheckAsync(measured.CallAsync(request, CancellationToken.None))),
            new("Semantic Kernel over OllamaSharp", () => ReadAsync(kernel.GetStreamingChatMessageContentsAsync(new ChatHistory("x")))),
        ];
    }

    private static async Task CheckAsync(Task<CallResult> call)
    {
        var result = await call;
        if (!result.IsGood)
        {
            throw new InvalidOperationException($"{result.Outcome}: {result.Error}");
        }
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> stream)
    {
        await foreach (var _ in stream) { }
    }
}
