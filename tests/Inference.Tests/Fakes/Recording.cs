using System.Text;

namespace AgentLoad.Inference.Tests.Fakes;

/// <summary>A recorded response: its head and its body without chunk framing.</summary>
internal sealed record Recording(string Head, byte[] Body)
{
    public bool IsChunked => Head.Contains("Transfer-Encoding: chunked");

    public string Text => Encoding.UTF8.GetString(Body);

    public static Recording Load(string name)
    {
        using var stream = typeof(Recording).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string text = reader.ReadToEnd();
        if (text.StartsWith("# request", StringComparison.Ordinal))
        {
            text = text[(text.IndexOf('\n') + 1)..];
        }

        int head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        // Comments of the recorder about omitted lines are not part of the response.
        string body = string.Concat(
            text[head..].Split('\n').Where(l => !l.StartsWith("# ", StringComparison.Ordinal)).Select((l, i) => i == 0 ? l : "\n" + l)
        );
        return new Recording(text[..head], Encoding.UTF8.GetBytes(body));
    }

    /// <summary>
    /// Returns the pieces of the response on the wire: the head, then the body split into pieces of the given lengths, framed according to
    /// the head.
    /// </summary>
    public IEnumerable<byte[]> Pieces(Func<int> nextLength)
    {
        yield return Encoding.ASCII.GetBytes(Head);
        for (int at = 0; at < Body.Length; )
        {
            byte[] piece = Body[at..Math.Min(Body.Length, at + nextLength())];
            at += piece.Length;
            yield return IsChunked ? Frame(piece) : piece;
        }
        if (IsChunked)
        {
            yield return "0\r\n\r\n"u8.ToArray();
        }
    }

    public static byte[] Frame(byte[] piece) => [.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8];
}
