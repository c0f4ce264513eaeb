using System.Text;
using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>Writes complete responses with the headers of real servers.</summary>
internal static class Reply
{
    public const string GinJson = "application/json; charset=utf-8";
    public const string Json = "application/json";

    public static async Task SendAsync(HttpContext context, int status, string contentType, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Start(context, status, contentType);
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    public static async Task SendChunkedAsync(HttpContext context, int status, string contentType, string body)
    {
        Start(context, status, contentType);
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted).ConfigureAwait(false);
    }

    public static void Start(HttpContext context, int status, string contentType) =>
        (context.Response.StatusCode, context.Response.ContentType) = (status, contentType);

    public static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }
}
