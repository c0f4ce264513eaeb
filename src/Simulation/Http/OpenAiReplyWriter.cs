using System.Buffers;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Http;

/// <summary>Writes replies of the OpenAI API as Ollama serves it.</summary>
internal sealed class OpenAiReplyWriter(string model, string id, long created, bool includeUsage) : ReplyWriter
{
    private readonly string _chunkHead =
        $"data: {{\"id\":\"{id}\",\"object\":\"chat.completion.chunk\",\"created\":{created},"
        + $"\"model\":{GoJson.Quote(model)},\"system_fingerprint\":\"fp_ollama\",\"choices\":[";

    private bool _begun;

    public override void Chunk(IBufferWriter<byte> to, ReplyChunk chunk, DateTimeOffset now)
    {
        var role = _begun ? "" : "\"role\":\"assistant\",";
        _begun = true;
        var said = chunk.Kind switch
        {
            ChunkKind.Content => $"\"content\":{GoJson.Quote(chunk.Text)}",
            ChunkKind.Thinking => $"\"content\":\"\",\"reasoning\":{GoJson.Quote(chunk.Text)}",
            _ => $"\"content\":\"\",\"tool_calls\":[{Tool(chunk)}]",
        };
        Put(to, $"{_chunkHead}{{\"index\":0,\"delta\":{{{role}{said}}},\"finish_reason\":null}}]}}\n\n");
    }

    public override void Final(IBufferWriter<byte> to, NodeCall call, ReplyPlan plan, DateTimeOffset now)
    {
        Put(to, $"{_chunkHead}{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{Reason(plan)}\"}}]}}\n\n");
        if (includeUsage)
        {
            Put(to, $"{_chunkHead}],{Usage(call)}}}\n\n");
        }

        Put(to, "data: [DONE]\n\n");
    }

    public override void Error(IBufferWriter<byte> to, string message) => Put(to, $"data: {ErrorBody(500, message)}\n");

    public override void Malformed(IBufferWriter<byte> to) => Put(to, _chunkHead[..^2] + "\n\n");

    /// <summary>Creates the body of a reply that is not streamed.</summary>
    public string Whole(NodeCall call, ReplyPlan plan)
    {
        var tools = string.Join(',', plan.Chunks.Where(chunk => chunk.Kind == ChunkKind.Tool).Select(Tool));
        var thinking = plan.Text(ChunkKind.Thinking);
        var more =
            (thinking.Length > 0 ? $",\"reasoning\":{GoJson.Quote(thinking)}" : "")
            + (tools.Length > 0 ? $",\"tool_calls\":[{tools}]" : "");
        return $"{{\"id\":\"{id}\",\"object\":\"chat.completion\",\"created\":{created},\"model\":{GoJson.Quote(model)},"
            + "\"system_fingerprint\":\"fp_ollama\",\"choices\":["
            + "{\"index\":0,\"message\":{\"role\":\"assistant\","
            + $"\"content\":{GoJson.Quote(plan.Text(ChunkKind.Content))}{more}}},\"finish_reason\":\"{Reason(plan)}\"}}],"
            + $"{Usage(call)}}}\n";
    }

    /// <summary>Creates an error in the format of the API.</summary>
    public static string ErrorBody(int status, string message)
    {
        var type = status switch
        {
            404 => "not_found_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        };
        return $"{{\"error\":{{\"message\":{GoJson.Quote(message)},\"type\":\"{type}\",\"param\":null,\"code\":null}}}}\n";
    }

    private static string Tool(ReplyChunk chunk) =>
        $"{{\"id\":{GoJson.Quote(chunk.Call!.Id)},\"index\":{chunk.Index},\"type\":\"function\",\"function\":"
        + $"{{\"name\":{GoJson.Quote(chunk.Call.Name)},\"arguments\":{GoJson.Quote(chunk.Call.Arguments)}}}}}";

    private static string Reason(ReplyPlan plan) =>
        plan.Chunks.Any(chunk => chunk.Kind == ChunkKind.Tool) && plan.DoneReason == "stop" ? "tool_calls" : plan.DoneReason ?? "stop";

    private static string Usage(NodeCall call) =>
        $"\"usage\":{{\"prompt_tokens\":{call.Prompt.Length},\"completion_tokens\":{call.Output.Length},"
        + $"\"total_tokens\":{call.Prompt.Length + call.Output.Length}}}";
}
