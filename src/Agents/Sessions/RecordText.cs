namespace AgentLoad.Agents.Sessions;

/// <summary>Limits texts that users' code and servers choose before they go into records.</summary>
internal static class RecordText
{
    /// <summary>Maximum length of an error, characters.</summary>
    public const int MaxError = 2000;

    /// <summary>Maximum length of the name of a step, characters.</summary>
    public const int MaxName = 200;

    /// <summary>Returns an error on one line, cut to <see cref="MaxError"/>.</summary>
    public static string Error(string text) => Clean(text, MaxError);

    /// <summary>Returns the name of a step on one line, cut to <see cref="MaxName"/>.</summary>
    public static string Name(string text) => Clean(text, MaxName);

    private static string Clean(string text, int max)
    {
        if (text.Length <= max && !HasControl(text))
        {
            return text;
        }

        // Line breaks become one space; other control characters would reach the terminal that shows the record.
        var line = string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        line = string.Create(
            line.Length,
            line,
            static (chars, source) =>
            {
                for (var i = 0; i < chars.Length; i++)
                {
                    chars[i] = char.IsControl(source[i]) ? ' ' : source[i];
                }
            }
        );
        if (line.Length <= max)
        {
            return line;
        }

        // A surrogate pair stays whole.
        var end = char.IsHighSurrogate(line[max - 2]) ? max - 2 : max - 1;
        return line[..end] + "…";
    }

    // Each step of a task passes here: no enumerator is allocated.
    private static bool HasControl(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                return true;
            }
        }

        return false;
    }
}
