using System.Buffers;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Http;

/// <summary>
/// Writes replies of Ollama's native API: <c>/api/chat</c>, or <c>/api/generate</c> if <paramref name="generate"/> is true.
/// </summary>
internal sealed class OllamaReplyWriter(string model, bool generate, bool stamp) : ReplyWriter
{
    private readonly string _head = $"{{\"model\":{GoJson.Quote(model)},\"created_at\":\"";

    public override void Chunk(IBufferWriter<byte> to, ReplyChunk chunk, DateTimeOffset now) =>
        Put(to, $"{_head}{GoJson.Time(now)}\",{ReplyFields(chunk)},\"done\":false{Stamp()}}}\n");

    public override void Final(IBufferWriter<byte> to, NodeCall call, ReplyPlan plan, DateTimeOffset now) =>
        Put(to, $"{_head}{GoJson.Time(now)}\",{ReplyFields("", "", "")},{Ending(call, plan)}{Stamp()}}}\n");

    public override void Error(IBufferWriter<byte> to, string message) => Put(to, $"{{\"error\":{GoJson.Quote(message)}}}\n");

    public override void Malformed(IBufferWriter<byte> to) => Put(to, _head[..^6] + "\n");

    /// <summary>Creates the body of a reply that is not streamed; an incomplete reply has no statistics.</summary>
    public string Whole(NodeCall call, ReplyPlan plan, bool complete, DateTimeOffset now)
    {
        var tools = string.Join(',', plan.Chunks.Where(chunk => chunk.Kind == ChunkKind.Tool).Select(Tool));
        var said = ReplyFields(plan.Text(ChunkKind.Content), plan.Text(ChunkKind.Thinking), tools);
        return $"{_head}{GoJson.Time(now)}\",{said},{(complete ? Ending(call, plan) : "\"done\":false")}}}";
    }

    /// <summary>Creates the reply to a call that loads or unloads the model.</summary>
    public string Done(string reason, DateTimeOffset now) =>
        $"{_head}{GoJson.Time(now)}\",{ReplyFields("", "", "")},\"done\":true,\"done_reason\":\"{reason}\"}}";

    private static string Tool(ReplyChunk chunk) =>
        $"{{\"id\":{GoJson.Quote(chunk.Call!.Id)},\"function\":{{\"index\":{chunk.Index},"
        + $"\"name\":{GoJson.Quote(chunk.Call.Name)},\"arguments\":{chunk.Call.Arguments}}}}}";

    private string ReplyFields(ReplyChunk chunk) =>
        chunk.Kind switch
        {
            ChunkKind.Content => ReplyFields(chunk.Text, "", ""),
            ChunkKind.Thinking => ReplyFields("", chunk.Text, ""),
            _ => ReplyFields("", "", Tool(chunk)),
        };

    private string ReplyFields(string content, string thinking, string tools)
    {
        var more =
            (thinking.Length > 0 ? $",\"thinking\":{GoJson.Quote(thinking)}" : "") + (tools.Length > 0 ? $",\"tool_calls\":[{tools}]" : "");
        return generate
            ? $"\"response\":{GoJson.Quote(content)}{more}"
            : $"\"message\":{{\"role\":\"assistant\",\"content\":{GoJson.Quote(content)}{more}}}";
    }

    // On a real server the load duration is never 0, because finding the loaded model takes time. A one-token reply has 1000 ns of
    // decoding.
    private string Ending(NodeCall call, ReplyPlan plan)
    {
        var load = Math.Max(50_000, GoJson.Nanoseconds(call.LoadSeconds));
        var prefill = Math.Max(1000, GoJson.Nanoseconds(call.PrefillSeconds));
        var decode = Math.Max(1000, GoJson.Nanoseconds(call.DecodeSeconds));
        var total = load + prefill + decode + GoJson.Nanoseconds(call.QueueSeconds);
        var context = generate ? $"\"context\":[{string.Join(',', call.Prompt.Concat(call.Output))}]," : "";
        return $"\"done\":true,\"done_reason\":\"{plan.DoneReason}\",{context}\"total_duration\":{total},\"load_duration\":{load},"
            + $"\"prompt_eval_count\":{call.Prompt.Length},\"prompt_eval_duration\":{prefill},"
            + $"\"eval_count\":{call.Output.Length},\"eval_duration\":{decode}";
    }

    private string Stamp() => stamp ? $",\"agentload_emitted_ns\":{MonotonicNanoseconds()}" : "";
}
