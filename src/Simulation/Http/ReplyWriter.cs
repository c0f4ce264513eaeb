using System.Buffers;
using System.Diagnostics;
using System.Text;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Http;

/// <summary>Writes a reply's lines as one API has them.</summary>
internal abstract class ReplyWriter
{
    /// <summary>One line with something in it.</summary>
    public abstract void Chunk(IBufferWriter<byte> to, ReplyChunk chunk, DateTimeOffset now);

    /// <summary>The line or lines that end a whole reply.</summary>
    public abstract void Final(IBufferWriter<byte> to, NodeCall call, ReplyPlan plan, DateTimeOffset now);

    /// <summary>The line that tells of an error in the middle.</summary>
    public abstract void Error(IBufferWriter<byte> to, string message);

    /// <summary>A line that is not JSON.</summary>
    public abstract void Malformed(IBufferWriter<byte> to);

    protected static void Put(IBufferWriter<byte> to, string text) => Encoding.UTF8.GetBytes(text, to);

    /// <summary>Nanoseconds of the machine's monotonic clock.</summary>
    public static long MonotonicNanoseconds() => (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency);
}
