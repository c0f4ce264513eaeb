namespace AgentLoad.Agents.Replies;

/// <summary>A place in a reply that states a value: after a label such as "Answer:", in a box, or in a sentence.</summary>
/// <param name="Line">The text up to the end of the line.</param>
/// <param name="Block">The text up to the next empty line.</param>
/// <param name="Start">Position of the value in the plain text.</param>
/// <param name="End">Position after the line.</param>
/// <param name="IsSentence">True for a sentence ("the answer is …"), which counts only if its value can be read.</param>
internal sealed record Statement(string Line, string Block, int Start, int End, bool IsSentence)
{
    private const int MaxBlock = 20_000;

    /// <summary>Creates the statement with the value that starts at a position, or on the next line with text.</summary>
    public static Statement At(string plain, int start, bool isSentence)
    {
        var at = start;
        while (at < plain.Length && (char.IsWhiteSpace(plain[at]) || plain[at] is '*' or '_'))
        {
            at++;
        }

        var end = plain.IndexOf('\n', at, Math.Min(MaxBlock, plain.Length - at));
        end = end < 0 ? Math.Min(plain.Length, at + MaxBlock) : end;
        var blockEnd = plain.IndexOf("\n\n", at, Math.Min(MaxBlock, plain.Length - at), StringComparison.Ordinal);
        blockEnd = blockEnd < 0 ? Math.Min(plain.Length, at + MaxBlock) : blockEnd;
        return new Statement(plain[at..end].Trim(), plain[at..Math.Max(end, blockEnd)].Trim(), at, end, isSentence);
    }

    /// <summary>Creates the statement with a value between two positions.</summary>
    public static Statement Between(string plain, int start, int end)
    {
        var value = plain[start..end].Trim();
        return new Statement(value, value, start, end, IsSentence: false);
    }
}
