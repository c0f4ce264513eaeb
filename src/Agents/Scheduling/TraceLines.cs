using System.Text;

namespace AgentLoad.Agents.Scheduling;

/// <summary>Reads the lines of a file with a limited length, so that a file that is no text cannot exhaust the memory.</summary>
internal static class TraceLines
{
    /// <summary>Default maximum length of a line in characters.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>Returns the lines with their numbers, without empty ones. A byte order mark is skipped.</summary>
    /// <exception cref="FormatException">The file is not UTF-8 text, or a line is too long.</exception>
    public static IEnumerable<(int Number, string Text)> Read(string path, int maxLength = MaxLength)
    {
        using var reader = new StreamReader(
            path,
            new UTF8Encoding(false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true
        );
        var line = new StringBuilder();
        var buffer = new char[4096];
        var number = 1;
        for (int read; (read = ReadBlock(reader, buffer, number, maxLength)) > 0; )
        {
            for (var i = 0; i < read; i++)
            {
                var c = buffer[i];
                if (c is not ('\n' or '\r'))
                {
                    line.Append(c is '\0' || line.Length >= maxLength ? throw NoText(number, maxLength) : c);
                    continue;
                }

                if (line.ToString() is var text && !string.IsNullOrWhiteSpace(text))
                {
                    yield return (number, text);
                }

                line.Clear();
                number += c is '\n' ? 1 : 0;
            }
        }

        if (line.ToString() is var last && !string.IsNullOrWhiteSpace(last))
        {
            yield return (number, last);
        }
    }

    private static int ReadBlock(StreamReader reader, char[] buffer, int number, int maxLength)
    {
        try
        {
            return reader.Read(buffer);
        }
        catch (DecoderFallbackException)
        {
            throw NoText(number, maxLength);
        }
    }

    private static FormatException NoText(int number, int maxLength) =>
        new($"line {number} is not a line of UTF-8 text with at most {maxLength} characters");
}
