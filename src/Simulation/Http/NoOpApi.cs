using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>Answers every call immediately with a constant reply, to measure the client alone.</summary>
internal static class NoOpApi
{
    private const string ReplyFields =
        "\"model\":\"noop\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",\"content\":";
    private const string Ending =
        "\"done\":true,\"done_reason\":\"stop\",\"total_duration\":1000,\"load_duration\":1,\"prompt_eval_count\":1,"
        + "\"prompt_eval_duration\":1,\"eval_count\":1,\"eval_duration\":1}\n";
    private const string Chunk =
        "data: {\"id\":\"noop\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"noop\","
        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"no op\"},\"finish_reason\":";

    private static readonly byte[] Lines = System.Text.Encoding.UTF8.GetBytes(
        "{" + ReplyFields + "\"no op\"},\"done\":false}\n{" + ReplyFields + "\"\"}," + Ending
    );
    private static readonly byte[] Whole = System.Text.Encoding.UTF8.GetBytes("{" + ReplyFields + "\"no op\"}," + Ending);
    private static readonly byte[] Events = System.Text.Encoding.UTF8.GetBytes(
        Chunk
            + "null}]}\n\n"
            + Chunk
            + "\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}\n\ndata: [DONE]\n\n"
    );

    public static async Task OllamaAsync(HttpContext context)
    {
        var stream = (await Reply.ReadBodyAsync(context).ConfigureAwait(false)).AsSpan().IndexOf("\"stream\":true"u8) >= 0;
        await SendAsync(context, stream ? "application/x-ndjson" : Reply.GinJson, stream ? Lines : Whole).ConfigureAwait(false);
    }

    public static async Task OpenAiAsync(HttpContext context)
    {
        await Reply.ReadBodyAsync(context).ConfigureAwait(false);
        await SendAsync(context, "text/event-stream", Events).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, string type, byte[] body)
    {
        Reply.Start(context, 200, type);
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
