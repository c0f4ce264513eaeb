using System.Buffers;
using System.Text;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Replies;

/// <summary>
/// Reads the text of JSON strings that contain invalid UTF-8 or unpaired surrogates: servers split text at token boundaries, which can be
/// inside a character. A surrogate is kept as three bytes (WTF-8), so that halves in consecutive strings are joined by
/// <see cref="Decode"/>; whatever remains invalid becomes U+FFFD.
/// </summary>
internal static class LooseText
{
    private const int MaxSequence = 4;

    /// <summary>Appends the unescaped contents of a JSON string without its quotation marks.</summary>
    public static void Unescape(ReadOnlySpan<byte> escaped, PooledBuffer target)
    {
        while (true)
        {
            int at = escaped.IndexOf((byte)'\\');
            if (at < 0 || at + 1 >= escaped.Length)
            {
                target.Append(at < 0 ? escaped : escaped[..at]);
                return;
            }

            target.Append(escaped[..at]);
            escaped = escaped[(at + 1)..];
            if (escaped[0] == (byte)'u' && escaped.Length >= 5 && TryReadHex(escaped[1..5], out int unit))
            {
                escaped = escaped[5..];
                if (
                    char.IsHighSurrogate((char)unit)
                    && escaped.Length >= 6
                    && escaped[..2].SequenceEqual("\\u"u8)
                    && TryReadHex(escaped[2..6], out int low)
                    && char.IsLowSurrogate((char)low)
                )
                {
                    unit = char.ConvertToUtf32((char)unit, (char)low);
                    escaped = escaped[6..];
                }

                Append(unit, target);
                continue;
            }

            target.Append(
                escaped[0] switch
                {
                    (byte)'n' => "\n"u8,
                    (byte)'t' => "\t"u8,
                    (byte)'r' => "\r"u8,
                    (byte)'b' => "\b"u8,
                    (byte)'f' => "\f"u8,
                    _ => escaped[..1],
                }
            );
            escaped = escaped[1..];
        }
    }

    /// <summary>Returns the text: surrogate pairs are joined, and invalid sequences become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (SurrogateAt(bytes) < 0)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        for (int at; (at = SurrogateAt(bytes)) >= 0; )
        {
            text.Append(Encoding.UTF8.GetString(bytes[..at]));
            char unit = SurrogateOf(bytes[at..]);
            bytes = bytes[(at + 3)..];
            if (char.IsHighSurrogate(unit) && SurrogateAt(bytes) == 0 && char.IsLowSurrogate(SurrogateOf(bytes)))
            {
                text.Append(unit).Append(SurrogateOf(bytes));
                bytes = bytes[3..];
            }
            else
            {
                text.Append('\uFFFD');
            }
        }

        return text.Append(Encoding.UTF8.GetString(bytes)).ToString();
    }

    /// <summary>Returns the length without a character at the end that the next piece can complete.</summary>
    public static int CompleteLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 3 && SurrogateAt(bytes[^3..]) == 0 && char.IsHighSurrogate(SurrogateOf(bytes[^3..])))
        {
            return bytes.Length - 3;
        }

        for (int length = 1; length < MaxSequence && length <= bytes.Length; length++)
        {
            if ((bytes[^length] & 0xC0) == 0x80)
            {
                continue;
            }

            return Rune.DecodeFromUtf8(bytes[^length..], out _, out _) is OperationStatus.NeedMoreData
                ? bytes.Length - length
                : bytes.Length;
        }

        return bytes.Length;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            value = (value << 4) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return true;
    }

    private static void Append(int codePoint, PooledBuffer target)
    {
        if (Rune.TryCreate(codePoint, out var rune))
        {
            target.Advance(rune.EncodeToUtf8(target.GetSpan(MaxSequence)));
        }
        else
        {
            target.Append([(byte)(0xE0 | (codePoint >> 12)), (byte)(0x80 | ((codePoint >> 6) & 0x3F)), (byte)(0x80 | (codePoint & 0x3F))]);
        }
    }

    // WTF-8: U+D800 to U+DFFF are ED A0 80 to ED BF BF.
    private static int SurrogateAt(ReadOnlySpan<byte> bytes)
    {
        for (int from = 0; from + 2 < bytes.Length; from++)
        {
            int at = bytes[from..^2].IndexOf((byte)0xED);
            if (at < 0)
            {
                return -1;
            }

            from += at;
            if (bytes[from + 1] is >= 0xA0 and <= 0xBF && (bytes[from + 2] & 0xC0) == 0x80)
            {
                return from;
            }
        }

        return -1;
    }

    private static char SurrogateOf(ReadOnlySpan<byte> bytes) => (char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F));
}
