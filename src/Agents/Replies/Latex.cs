using System.Text;

namespace AgentLoad.Agents.Replies;

/// <summary>Converts the LaTeX of replies to plain text: <c>\frac{8}{4} \times 12</c> becomes <c>((8)/(4)) * 12</c>.</summary>
internal static class Latex
{
    /// <summary>Start of the content of <c>\boxed</c> in the converted text.</summary>
    public const char BoxStart = '\uE000';

    /// <summary>End of the content of <c>\boxed</c> in the converted text.</summary>
    public const char BoxEnd = '\uE001';

    private const int MaxDepth = 20;
    private const int MaxGroup = 20_000;

    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["times"] = "*",
        ["cdot"] = "*",
        ["ast"] = "*",
        ["div"] = "/",
        ["to"] = " -> ",
        ["rightarrow"] = " -> ",
        ["longrightarrow"] = " -> ",
        ["Rightarrow"] = " -> ",
        ["implies"] = " -> ",
        ["approx"] = "≈",
        ["sim"] = "≈",
        ["emptyset"] = "∅",
        ["varnothing"] = "∅",
        ["lbrace"] = "{",
        ["rbrace"] = "}",
        ["lbrack"] = "[",
        ["rbrack"] = "]",
        ["left"] = "",
        ["right"] = "",
        ["big"] = "",
        ["Big"] = "",
        ["bigl"] = "",
        ["bigr"] = "",
        ["displaystyle"] = "",
        ["checkmark"] = "",
        ["quad"] = " ",
        ["qquad"] = " ",
        ["ldots"] = "...",
        ["dots"] = "...",
    };

    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "text",
        "textbf",
        "textit",
        "texttt",
        "textrm",
        "mathrm",
        "mathbf",
        "mathit",
        "mathsf",
        "mathtt",
        "operatorname",
        "mbox",
        "underline",
        "emph",
        "boldsymbol",
    };

    private static readonly HashSet<string> Boxes = new(StringComparer.Ordinal) { "boxed", "fbox", "framebox" };

    private static readonly HashSet<string> Fractions = new(StringComparer.Ordinal) { "frac", "dfrac", "tfrac", "cfrac" };

    /// <summary>Converts a text; commands that are not known are kept. Never throws.</summary>
    public static string ToPlain(string text) =>
        text.Contains('\\', StringComparison.Ordinal) || text.Contains('$', StringComparison.Ordinal) ? Convert(text, 0) : text;

    private static string Convert(string text, int depth)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            if (text[at] == '$')
            {
                at++;
            }
            else if (text.AsSpan(at).StartsWith("{,}"))
            {
                plain.Append(',');
                at += 3;
            }
            else if (text[at] != '\\' || at + 1 == text.Length)
            {
                plain.Append(text[at++]);
            }
            else if (char.IsAsciiLetter(text[at + 1]))
            {
                Command(text, ref at, plain, depth);
            }
            else
            {
                plain.Append(Escaped(text[at + 1]));
                at += 2;
            }
        }

        return plain.ToString();
    }

    private static string Escaped(char character) =>
        character switch
        {
            '(' or ')' or '[' or ']' or '!' => "",
            '\\' => "\n",
            ',' or ';' or ':' or ' ' => " ",
            _ => character.ToString(),
        };

    private static void Command(string text, ref int at, StringBuilder plain, int depth)
    {
        var end = at + 1;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        var name = text[(at + 1)..end];
        if (Symbols.TryGetValue(name, out var symbol))
        {
            plain.Append(symbol);
            at = end;
        }
        else if (name is "begin" or "end" && Group(text, end, out _, out var after))
        {
            at = after;
        }
        else if (depth < MaxDepth && Boxes.Contains(name) && Group(text, end, out var boxed, out after))
        {
            plain.Append(BoxStart).Append(Convert(boxed, depth + 1)).Append(BoxEnd);
            at = after;
        }
        else if (depth < MaxDepth && Texts.Contains(name) && Group(text, end, out var inner, out after))
        {
            plain.Append(Convert(inner, depth + 1));
            at = after;
        }
        else if (
            depth < MaxDepth
            && Fractions.Contains(name)
            && Group(text, end, out var above, out after)
            && Group(text, after, out var below, out after)
        )
        {
            plain.Append("((").Append(Convert(above, depth + 1)).Append(")/(").Append(Convert(below, depth + 1)).Append("))");
            at = after;
        }
        else
        {
            plain.Append(text, at, end - at);
            at = end;
        }
    }

    /// <summary>Reads a group in braces, or one digit.</summary>
    private static bool Group(string text, int at, out string content, out int end)
    {
        (content, end) = ("", at);
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            (content, end) = (text[at..(at + 1)], at + 1);
            return true;
        }

        if (at == text.Length || text[at] != '{')
        {
            return false;
        }

        var depth = 0;
        for (var i = at; i < text.Length && i - at < MaxGroup; i++)
        {
            depth += text[i] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                (content, end) = (text[(at + 1)..i], i + 1);
                return true;
            }
        }

        return false;
    }
}
