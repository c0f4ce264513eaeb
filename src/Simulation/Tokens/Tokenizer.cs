namespace AgentLoad.Simulation.Tokens;

/// <summary>
/// A deterministic replacement for a model's tokenizer, with about four characters per token in English. A token is an optional space with
/// up to six letters of a word, up to three digits, one punctuation mark, or one line break. The concatenated tokens are the text.
/// </summary>
internal static class Tokenizer
{
    private const int WordLetters = 6;
    private const int NumberDigits = 3;

    /// <summary>Splits a text into tokens.</summary>
    public static List<string> Split(string text)
    {
        var pieces = new List<string>(text.Length / 4);
        for (var at = 0; at < text.Length; )
        {
            var length = PieceLength(text, at);
            pieces.Add(text.Substring(at, length));
            at += length;
        }

        return pieces;
    }

    /// <summary>Returns the number of tokens of a text.</summary>
    public static int Count(string text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; count++)
        {
            at += PieceLength(text, at);
        }

        return count;
    }

    /// <summary>Adds the token ids of a text. An id is a hash of the token, from 256.</summary>
    public static void Encode(string text, List<int> ids)
    {
        for (var at = 0; at < text.Length; )
        {
            var length = PieceLength(text, at);
            ids.Add(Id(text.AsSpan(at, length)));
            at += length;
        }
    }

    /// <summary>
    /// Returns the id of a token: FNV-1a over its UTF-16 units, folded to 17 bits and moved past the ids of the chat template.
    /// </summary>
    public static int Id(ReadOnlySpan<char> piece)
    {
        var hash = 2166136261u;
        foreach (var unit in piece)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        return 256 + (int)((hash ^ (hash >> 17)) & 0x1FFFF);
    }

    private static int PieceLength(string text, int at)
    {
        var start = at;
        if (text[at] == ' ' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]))
        {
            at++;
        }

        if (char.IsDigit(text[at]))
        {
            return Run(text, at, NumberDigits, char.IsDigit) - start;
        }

        if (char.IsLetter(text[at]))
        {
            return Run(text, at, WordLetters, char.IsLetter) - start;
        }

        if (text[at] == ' ')
        {
            return Run(text, at, 8, unit => unit == ' ') - start;
        }

        return char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? at + 2 - start : at + 1 - start;
    }

    private static int Run(string text, int at, int most, Func<char, bool> belongs)
    {
        var end = at;
        while (end < text.Length && end - at < most && belongs(text[end]))
        {
            end++;
        }

        return end;
    }
}
