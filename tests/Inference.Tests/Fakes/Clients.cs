using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Ollama;
using AgentLoad.Inference.OpenAI;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Tests.Fakes;

internal static class Clients
{
    public static CallRequest Request { get; } = new("m", [ChatMessage.User("Say hello")], new GenerationOptions { MaxTokens = 12 });

    public static IModelClient To(string url, ModelApi api, string? key = null, TimeProvider? time = null) =>
        ModelClients.Create(new EndpointOptions(url, api, key), time ?? TimeProvider.System);

    /// <summary>Makes one call to a server with the given behavior.</summary>
    public static async Task<CallResult> CallAsync(
        ModelApi api,
        Func<RawConnection, Task> serve,
        CallRequest? request = null,
        string? key = null
    )
    {
        await using var server = new RawServer(serve);
        using var client = To(server.Url, api, key);
        return await client.CallAsync(request ?? Request, TestContext.Current.CancellationToken);
    }

    /// <summary>Makes one call with a reply body that arrives in exactly the given pieces.</summary>
    public static async Task<CallResult> ReadAsync(
        ModelApi api,
        IEnumerable<byte[]> pieces,
        TimeProvider? time = null,
        Action<int>? beforePiece = null
    )
    {
        var transport = new ModelTransport(
            EndpointAddress.From(new EndpointOptions("http://node:1", api)),
            new PieceHandler(pieces, api is ModelApi.Ollama ? "application/x-ndjson" : "text/event-stream", beforePiece)
        );
        using IModelClient client =
            api is ModelApi.Ollama
                ? new OllamaClient(transport, RequestShape.Default, time ?? TimeProvider.System)
                : new OpenAIClient(transport, RequestShape.Default, time ?? TimeProvider.System);
        return await client.CallAsync(Request, TestContext.Current.CancellationToken);
    }

    public static Func<RawConnection, Task> Serve(string reply) =>
        async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(reply);
        };
}
