using AgentLoad.Simulation.Tokens;

namespace AgentLoad.Simulation.Replies;

/// <summary>A planned reply: its tokens, its lines, and the reason for its end.</summary>
/// <param name="Tokens">All token ids, including the end token.</param>
/// <param name="Chunks">Lines in order.</param>
/// <param name="DoneReason">"stop", "length", or null if it ends after too many identical tokens.</param>
internal sealed record ReplyPlan(int[] Tokens, IReadOnlyList<ReplyChunk> Chunks, string? DoneReason)
{
    /// <summary>Number of consecutive identical tokens after which the server ends the reply.</summary>
    public const int IdenticalTokens = 31;

    // About one in this many lines has two tokens, as when a character spans tokens.
    private const int NewlineMerge = 256;

    /// <summary>A plan without content, which only loads the model.</summary>
    public static ReplyPlan LoadOnly { get; } = new([], [], "load");

    public string Text(ChunkKind kind) => string.Concat(Chunks.Where(chunk => chunk.Kind == kind).Select(chunk => chunk.Text));

    public static ReplyPlan Create(SimulatedReply reply, int maxTokens, IReadOnlyList<string> stops, ulong seed)
    {
        var (tokens, chunks) = (new List<int>(), new List<ReplyChunk>());
        var random = new Random((int)(seed ^ (seed >> 32)));
        var broken = !AddText(reply.Thinking, ChunkKind.Thinking) || !AddText(Cut(reply.Text, stops), ChunkKind.Content);
        for (var index = 0; index < reply.ToolCalls.Count && tokens.Count < maxTokens && !broken; index++)
        {
            // A tool call is one line, sent after all its tokens.
            Tokenizer.Encode(ChatTemplate.ToolCallText(reply.ToolCalls[index]), tokens);
            if (tokens.Count <= maxTokens)
            {
                chunks.Add(new(tokens.Count, ChunkKind.Tool, "", reply.ToolCalls[index], index));
            }
        }

        if (broken)
        {
            return new([.. tokens], chunks, null);
        }

        tokens.Add(ChatTemplate.EndOfMessage);
        if (tokens.Count <= maxTokens)
        {
            return new([.. tokens], chunks, "stop");
        }

        tokens.RemoveRange(maxTokens, tokens.Count - maxTokens);
        return new([.. tokens], chunks, "length");

        bool AddText(string text, ChunkKind kind)
        {
            var (held, last, identical) = ("", "", 0);
            foreach (var piece in Tokenizer.Split(text))
            {
                if (tokens.Count == maxTokens)
                {
                    break;
                }

                identical = piece.Trim() == last ? identical + 1 : 1;
                last = piece.Trim();
                tokens.Add(Tokenizer.Id(piece));
                if (identical > IdenticalTokens)
                {
                    return false;
                }

                held += piece;
                if (random.Next(NewlineMerge) == 0 && held.Length == piece.Length)
                {
                    continue;
                }

                chunks.Add(new(tokens.Count, kind, held));
                held = "";
            }

            if (held.Length > 0)
            {
                chunks.Add(new(tokens.Count, kind, held));
            }

            return true;
        }
    }

    private static string Cut(string text, IReadOnlyList<string> stops)
    {
        foreach (var stop in stops)
        {
            if (stop.Length > 0 && text.IndexOf(stop, StringComparison.Ordinal) is >= 0 and var at)
            {
                text = text[..at];
            }
        }

        return text;
    }
}
