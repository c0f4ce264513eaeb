using System.Globalization;

namespace AgentLoad.Agents.Problems.Code.Language;

/// <summary>The token stream of a program.</summary>
internal sealed class Tokens
{
    private static readonly string[] Symbols =
    [
        "==",
        "!=",
        "<=",
        ">=",
        "<",
        ">",
        "=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "(",
        ")",
        "[",
        "]",
        ",",
        ";",
    ];
    private readonly List<string> _words = [];
    private int _at;

    public Tokens(string text)
    {
        if (text.Length > Limits.ProgramCharacters)
        {
            throw new ProgramException($"the program is longer than {Limits.ProgramCharacters} characters");
        }

        for (var i = 0; i < text.Length; )
        {
            var start = i;
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            if (char.IsAsciiLetter(text[i]))
            {
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
                {
                    i++;
                }
            }
            else if (char.IsAsciiDigit(text[i]))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                {
                    i++;
                }
            }
            else
            {
                i +=
                    Symbols.FirstOrDefault(s => text.AsSpan(start).StartsWith(s, StringComparison.Ordinal))?.Length
                    ?? throw new ProgramException($"unexpected character at position {start + 1}");
            }

            _words.Add(text[start..i]);
        }
    }

    public string? Next => _at < _words.Count ? _words[_at] : null;

    public bool NextIsName =>
        Next is [var first, ..] && char.IsAsciiLetter(first) && Next is not ("if" or "then" or "else" or "and" or "or" or "not");

    public string Take() => _at < _words.Count ? _words[_at++] : throw new ProgramException("unexpected end of the program");

    public bool TryTake(string word)
    {
        if (Next != word)
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Expect(string word)
    {
        if (!TryTake(word))
        {
            throw new ProgramException($"'{word}' is expected {(Next is { } found ? $"before '{found}'" : "at the end")}");
        }
    }

    public string Name() =>
        NextIsName ? Take() : throw new ProgramException($"a name is expected {(Next is { } found ? $"before '{found}'" : "at the end")}");

    public long Number() =>
        long.TryParse(Take(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ProgramException("a number is too large");
}
