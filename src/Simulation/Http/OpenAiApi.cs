using System.Text.Json;
using AgentLoad.Simulation.Replies;
using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>The OpenAI API as Ollama serves it.</summary>
internal sealed class OpenAiApi(NodeService service)
{
    public Task ModelsAsync(HttpContext context)
    {
        var models = service.Models.Select(model =>
            $"{{\"id\":{GoJson.Quote(model.FullName)},\"object\":\"model\",\"created\":{model.ModifiedAt.ToUnixTimeSeconds()},"
            + "\"owned_by\":\"library\"}"
        );
        return Reply.SendAsync(context, 200, Reply.Json, $"{{\"object\":\"list\",\"data\":[{string.Join(',', models)}]}}\n");
    }

    public async Task ChatAsync(HttpContext context)
    {
        var reader = RequestReader.Open(await Reply.ReadBodyAsync(context).ConfigureAwait(false), "ChatCompletionRequest");
        var request = reader.Error is null ? Read(reader) : null;
        var error = reader.Error;
        var model = request is null ? null : service.Find(request.Model);
        if (error is null)
        {
            error = model is null ? new(404, $"model '{request!.Model}' not found") : NodeService.Check(model, request!, "chat");
        }

        var lines = new OpenAiReplyWriter(
            request?.Model ?? "",
            $"chatcmpl-{service.DrawId()}",
            service.Time.GetUtcNow().ToUnixTimeSeconds(),
            request?.IncludeUsage ?? false
        );

        // The headers are sent with the first line, which the pump may write before this method continues.
        if (request?.Stream == true)
        {
            Reply.Start(context, 200, "text/event-stream");
        }

        var call = error is null ? service.Accept(model!, request!, request!.Stream ? lines : null, context, out error) : null;
        if (call is null)
        {
            await FailAsync(context, error!).ConfigureAwait(false);
        }
        else if (request!.Stream)
        {
            await StreamAsync(context, call).ConfigureAwait(false);
        }
        else
        {
            await WholeAsync(context, call, lines).ConfigureAwait(false);
        }
    }

    private static Task FailAsync(HttpContext context, ApiError error) =>
        Reply.SendAsync(context, error.Status, Reply.Json, OpenAiReplyWriter.ErrorBody(error.Status, error.Message));

    private static ModelRequest? Read(RequestReader reader)
    {
        var effort = reader.Text("reasoning_effort");
        var request = new ModelRequest
        {
            Model = reader.Text("model"),
            Messages = ConversationReader.Messages(reader, "[]openai.Message"),
            Tools = ConversationReader.Tools(reader),
            Stream = reader.Flag("stream") ?? false,
            NumPredict = (int)(reader.Number("max_completion_tokens", "int") ?? reader.Number("max_tokens", "int") ?? -1),
            IgnoreEnd = reader.Flag("ignore_eos") ?? false,
            Temperature = reader.Number("temperature", "float64") ?? 1,
            Seed = (long?)reader.Number("seed", "int"),
            Stops = Stops(reader),
            Json =
                reader.Field("response_format") is { } format
                && RequestReader.Field(format, "type")?.ToString() is "json_object" or "json_schema",
            Think = effort.Length == 0 ? null : effort != "none",
            IncludeUsage =
                reader.Field("stream_options") is { } options
                && RequestReader.Field(options, "include_usage")?.ValueKind == JsonValueKind.True,
        };
        if (reader.Error is null && request.Model.Length == 0)
        {
            reader.Fail(400, "model is required");
        }

        if (reader.Error is null && request.Messages.Count == 0)
        {
            reader.Fail(400, "[] is too short - 'messages'");
        }

        return request;
    }

    private static List<string> Stops(RequestReader reader) =>
        reader.Field("stop") switch
        {
            { ValueKind: JsonValueKind.String } stop => [stop.GetString()!],
            { ValueKind: JsonValueKind.Array } stops => [.. stops.EnumerateArray().Select(stop => stop.ToString())],
            _ => [],
        };

    private async Task StreamAsync(HttpContext context, LiveCall call)
    {
        if (await service.CompleteAsync(call, context.RequestAborted).ConfigureAwait(false) == CallEnd.Reset)
        {
            context.Abort();
        }
    }

    private async Task WholeAsync(HttpContext context, LiveCall call, OpenAiReplyWriter lines)
    {
        var end = await service.CompleteAsync(call, context.RequestAborted).ConfigureAwait(false);
        if (end == CallEnd.Reset)
        {
            context.Abort();
        }
        else if (end == CallEnd.Errored)
        {
            await FailAsync(context, new(500, LiveCall.RunnerError)).ConfigureAwait(false);
        }
        else if (end != CallEnd.Cancelled)
        {
            await Reply.SendAsync(context, 200, Reply.Json, call.Corrupt(lines.Whole(call.Call, call.Plan))).ConfigureAwait(false);
        }
    }
}
