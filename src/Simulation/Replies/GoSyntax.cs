namespace AgentLoad.Simulation.Replies;

/// <summary>Produces the messages of Go's decoder for invalid JSON.</summary>
internal static class GoSyntax
{
    /// <summary>Returns the error message; null if the first value of the text is valid.</summary>
    public static string? Check(string text)
    {
        var at = 0;
        return Value(text, ref at);
    }

    private static string? Value(string text, ref int at)
    {
        if (!Skip(text, ref at))
        {
            return "unexpected EOF";
        }

        switch (text[at])
        {
            case '{':
                at++;
                return Members(text, ref at, '}', "after object key:value pair", Member);
            case '[':
                at++;
                return Members(text, ref at, ']', "after array element", Value);
            case '"':
                return String(text, ref at);
            case 't':
                return Literal(text, ref at, "true");
            case 'f':
                return Literal(text, ref at, "false");
            case 'n':
                return Literal(text, ref at, "null");
            case '-' or (>= '0' and <= '9'):
                while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '-' or '+' or '.' or 'e' or 'E'))
                {
                    at++;
                }

                return null;
            default:
                return Invalid(text, at, "looking for beginning of value");
        }
    }

    private delegate string? Part(string text, ref int at);

    private static string? Members(string text, ref int at, char end, string place, Part part)
    {
        if (Skip(text, ref at) && text[at] == end)
        {
            at++;
            return null;
        }

        while (true)
        {
            if (part(text, ref at) is { } error)
            {
                return error;
            }

            if (!Skip(text, ref at))
            {
                return "unexpected EOF";
            }

            var mark = text[at++];
            if (mark == end)
            {
                return null;
            }

            if (mark != ',')
            {
                return Invalid(text, at - 1, place);
            }
        }
    }

    private static string? Member(string text, ref int at)
    {
        if (!Skip(text, ref at))
        {
            return "unexpected EOF";
        }

        if (text[at] != '"')
        {
            return Invalid(text, at, "looking for beginning of object key string");
        }

        if (String(text, ref at) is { } error)
        {
            return error;
        }

        if (!Skip(text, ref at))
        {
            return "unexpected EOF";
        }

        return text[at++] == ':' ? Value(text, ref at) : Invalid(text, at - 1, "after object key");
    }

    private static string? String(string text, ref int at)
    {
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return null;
            }

            if (text[at] < ' ')
            {
                return Invalid(text, at, "in string literal");
            }

            if (text[at] != '\\')
            {
                continue;
            }

            if (++at < text.Length && !"\"\\/bfnrtu".Contains(text[at]))
            {
                return Invalid(text, at, "in string escape code");
            }
        }

        return "unexpected EOF";
    }

    private static string? Literal(string text, ref int at, string literal)
    {
        for (var i = 0; i < literal.Length; i++, at++)
        {
            if (at == text.Length)
            {
                return "unexpected EOF";
            }

            if (text[at] != literal[i])
            {
                return Invalid(text, at, $"in literal {literal} (expecting '{literal[i]}')");
            }
        }

        return null;
    }

    private static bool Skip(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\r' or '\t')
        {
            at++;
        }

        return at < text.Length;
    }

    private static string Invalid(string text, int at, string place)
    {
        var shown = text[at] switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\'' => "\\'",
            '\\' => "\\\\",
            var unit => unit.ToString(),
        };
        return $"invalid character '{shown}' {place}";
    }
}
