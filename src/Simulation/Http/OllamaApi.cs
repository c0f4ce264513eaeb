using AgentLoad.Simulation.Replies;
using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>Ollama's native API: calls.</summary>
internal sealed class OllamaApi(NodeService service)
{
    public Task ChatAsync(HttpContext context) => CallAsync(context, "ChatRequest", generate: false);

    public Task GenerateAsync(HttpContext context) => CallAsync(context, "GenerateRequest", generate: true);

    public async Task EmbedAsync(HttpContext context)
    {
        var reader = RequestReader.Open(await Reply.ReadBodyAsync(context).ConfigureAwait(false), "EmbedRequest");
        var name = reader.Text("model");
        if (reader.Error is { } error)
        {
            await FailAsync(context, error).ConfigureAwait(false);
        }
        else if (service.Find(name) is null)
        {
            await FailAsync(context, new(404, $"model \"{name}\" not found, try pulling it first")).ConfigureAwait(false);
        }
        else if (reader.Field("input")?.ToString() is null or "" or "[]")
        {
            await Reply
                .SendAsync(context, 200, Reply.GinJson, $"{{\"model\":{GoJson.Quote(name)},\"embeddings\":[]}}")
                .ConfigureAwait(false);
        }
        else
        {
            await FailAsync(context, new(501, "this model does not support embeddings")).ConfigureAwait(false);
        }
    }

    private static Task FailAsync(HttpContext context, ApiError error) =>
        error.Late
            ? Reply.SendChunkedAsync(context, error.Status, Reply.Json, ErrorBody(error.Message))
            : Reply.SendAsync(context, error.Status, Reply.GinJson, ErrorBody(error.Message));

    private static string ErrorBody(string message) => $"{{\"error\":{GoJson.Quote(message)}}}";

    private async Task CallAsync(HttpContext context, string type, bool generate)
    {
        var reader = RequestReader.Open(await Reply.ReadBodyAsync(context).ConfigureAwait(false), type);
        var request = reader.Error is null
            ? generate
                ? OllamaRequests.Generate(reader)
                : OllamaRequests.Chat(reader)
            : null;
        if (reader.Error is { } unread)
        {
            await FailAsync(context, unread).ConfigureAwait(false);
            return;
        }

        var error = Find(request!, generate, out var model);
        var lines = new OllamaReplyWriter(request!.Model, generate, service.Options.StampEmission);
        if (error is null && request is { Messages.Count: 0, KeepAlive: 0 })
        {
            service.Pump.Unload(model!.FullName);
            await Reply.SendAsync(context, 200, Reply.GinJson, lines.Done("unload", service.Time.GetUtcNow())).ConfigureAwait(false);
            return;
        }

        var stream = request is { Stream: true, Messages.Count: > 0 };

        // The headers are sent with the first line, which the pump may write before this method continues.
        if (stream)
        {
            Reply.Start(context, 200, "application/x-ndjson");
        }

        var call = error is null ? service.Accept(model!, request, stream ? lines : null, context, out error) : null;
        if (call is null)
        {
            await FailAsync(context, error!).ConfigureAwait(false);
        }
        else if (stream)
        {
            await StreamAsync(context, call).ConfigureAwait(false);
        }
        else
        {
            await WholeAsync(context, call, lines, request.Messages.Count == 0).ConfigureAwait(false);
        }
    }

    private ApiError? Find(ModelRequest request, bool generate, out SimulatedModel? model)
    {
        model = service.Find(request.Model);
        if (request.Model.Contains("..", StringComparison.Ordinal) || request.Model.StartsWith('/'))
        {
            return new(400, "invalid model name");
        }

        if (model is null)
        {
            return new(404, $"model '{request.Model}' not found");
        }

        return NodeService.Check(model, request, generate ? "generate" : "chat");
    }

    private async Task StreamAsync(HttpContext context, LiveCall call)
    {
        if (await service.CompleteAsync(call, context.RequestAborted).ConfigureAwait(false) == CallEnd.Reset)
        {
            context.Abort();
        }
    }

    private async Task WholeAsync(HttpContext context, LiveCall call, OllamaReplyWriter lines, bool loadOnly)
    {
        var end = await service.CompleteAsync(call, context.RequestAborted).ConfigureAwait(false);
        var now = service.Time.GetUtcNow();
        if (end == CallEnd.Reset)
        {
            context.Abort();
        }
        else if (end == CallEnd.Errored)
        {
            await FailAsync(context, new(500, LiveCall.RunnerError)).ConfigureAwait(false);
        }
        else if (end == CallEnd.Cancelled)
        {
            return;
        }
        else if (loadOnly)
        {
            await Reply.SendAsync(context, 200, Reply.GinJson, lines.Done("load", now)).ConfigureAwait(false);
        }
        else
        {
            await Reply
                .SendAsync(context, 200, Reply.GinJson, call.Corrupt(lines.Whole(call.Call, call.Plan, end == CallEnd.Completed, now)))
                .ConfigureAwait(false);
        }
    }
}
