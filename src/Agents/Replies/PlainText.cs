using System.Text;

namespace AgentLoad.Agents.Replies;

/// <summary>Converts a reply to plain text: without reasoning, JSON, LaTeX and Markdown, and with ASCII operators and digits.</summary>
internal static class PlainText
{
    // The answer is at the end of a reply, which may be megabytes long.
    private const int MaxLength = 200_000;

    /// <summary>Converts a reply. Never throws.</summary>
    public static string Of(string reply)
    {
        var text = Reasoning.Split(reply.Length > MaxLength ? reply[^MaxLength..] : reply).Text;
        return Markdown.ToPlain(Latex.ToPlain(JsonLines.ToPlain(ToAscii(text)))).Trim();
    }

    /// <summary>Removes reasoning and Markdown only: references such as "$1" and braces are kept. Never throws.</summary>
    public static string WithoutMarkdown(string reply)
    {
        var text = Reasoning.Split(reply.Length > MaxLength ? reply[..MaxLength] : reply).Text;
        return Markdown.ToPlain(text).Trim();
    }

    /// <summary>Replaces typographic spaces, quotes, dashes, operators and full-width characters.</summary>
    public static string ToAscii(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            switch (character)
            {
                case '\u00A0' or '\u2009' or '\u202F' or '\u2007' or '\u3000':
                    plain.Append(' ');
                    break;
                case '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' or Latex.BoxStart or Latex.BoxEnd:
                    break;
                case '×' or '·' or '∗' or '⋅' or '✕' or '✖':
                    plain.Append('*');
                    break;
                case '÷' or '∕' or '⁄':
                    plain.Append('/');
                    break;
                case '−' or '–' or '‒' or '‑':
                    plain.Append('-');
                    break;
                case '→' or '⟶' or '➔' or '➜' or '⇒':
                    plain.Append("->");
                    break;
                case '“' or '”' or '„':
                    plain.Append('"');
                    break;
                case '‘' or '’':
                    plain.Append('\'');
                    break;
                case >= '！' and <= '～':
                    plain.Append((char)(character - '！' + '!'));
                    break;
                default:
                    plain.Append(character);
                    break;
            }
        }

        return plain.ToString();
    }
}
