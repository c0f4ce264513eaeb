using System.Text;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Replies;

/// <summary>Repairs JSON that Python servers write: <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> are not JSON.</summary>
internal static class JsonRepair
{
    /// <summary>Returns a copy with null in place of such numbers; null if the JSON contains none outside of strings.</summary>
    public static PooledBuffer? WithoutNonNumbers(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0)
        {
            return null;
        }

        var repaired = new PooledBuffer();
        bool isInString = false,
            isRepaired = false;
        for (int i = 0; i < json.Length; )
        {
            var rest = json[i..];
            int length =
                isInString && rest[0] == (byte)'\\' ? Math.Min(2, rest.Length)
                : isInString ? 1
                : NonNumberLength(rest);
            isInString ^= rest[0] == (byte)'"';
            if (!isInString && length > 2)
            {
                repaired.Append("null"u8);
                isRepaired = true;
            }
            else
            {
                repaired.Append(rest[..length]);
            }

            i += length;
        }

        if (isRepaired)
        {
            return repaired;
        }

        repaired.Dispose();
        return null;
    }

    private static int NonNumberLength(ReadOnlySpan<byte> rest)
    {
        foreach (string name in (ReadOnlySpan<string>)["NaN", "Infinity", "-Infinity"])
        {
            if (rest.Length >= name.Length && Ascii.Equals(rest[..name.Length], name))
            {
                return name.Length;
            }
        }

        return 1;
    }
}
