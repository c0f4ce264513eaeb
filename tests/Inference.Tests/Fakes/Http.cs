using System.Text;

namespace AgentLoad.Inference.Tests.Fakes;

/// <summary>Creates HTTP responses as text.</summary>
internal static class Http
{
    public const string NdjsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    public const string EventHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    public const string End = "0\r\n\r\n";
    public const string Done =
        """{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":100"""
        + ""","load_duration":10,"prompt_eval_count":5,"prompt_eval_duration":20,"eval_count":2,"eval_duration":30}"""
        + "\n";

    public static string Reply(int status, string body, string type = "application/json", string headers = "") =>
        $"HTTP/1.1 {status} Reason\r\nContent-Type: {type}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public static string Chunk(string text) => $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n";

    public static string Content(string text) =>
        $$"""{"model":"m","message":{"role":"assistant","content":"{{text}}"},"done":false}""" + "\n";

    public static string Delta(string text) =>
        $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":null}]}""" + "\n\n";
}
