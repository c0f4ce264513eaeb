using System.Text;
using AgentLoad.Client.Reports;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Style of a piece of text. Color never carries information that the text does not.</summary>
internal enum Tone
{
    Plain,
    Bold,
    Dim,
    Good,
    Bad,
    Accent,
}

/// <summary>Builder of a dashboard line.</summary>
internal sealed class Line
{
    private readonly List<(string Text, Tone Tone)> _pieces = [];

    /// <summary>Current width, columns.</summary>
    public int Width { get; private set; }

    /// <summary>An empty line.</summary>
    public static Line Empty => new();

    public static Line Of(string text, Tone tone = Tone.Plain) => new Line().Add(text, tone);

    /// <summary>Adds text without its escape sequences and control characters.</summary>
    public Line Add(string text, Tone tone = Tone.Plain)
    {
        text = TerminalText.Sanitize(text);
        _pieces.Add((text, tone));
        Width += DisplayWidth.Of(text);
        return this;
    }

    /// <summary>Adds the pieces of another line.</summary>
    public Line Add(Line other)
    {
        foreach (var (text, tone) in other._pieces)
        {
            Add(text, tone);
        }

        return this;
    }

    /// <summary>Pads with spaces up to a column.</summary>
    public Line PadTo(int column) => column > Width ? Add(new string(' ', column - Width)) : this;

    /// <summary>Renders the line for a terminal, truncated to a width.</summary>
    public string Render(int width, bool useColors)
    {
        var (text, left) = (new StringBuilder(), Math.Max(0, width));
        foreach (var piece in _pieces)
        {
            if (left <= 0)
            {
                break;
            }

            var shown = DisplayWidth.Truncate(piece.Text, left);
            left -= DisplayWidth.Of(shown);
            var code = useColors ? Code(piece.Tone) : null;
            text.Append(code is null ? shown : $"\e[{code}m{shown}\e[0m");
            if (shown.Length < piece.Text.Length)
            {
                break;
            }
        }

        return text.ToString();
    }

    private static string? Code(Tone tone) =>
        tone switch
        {
            Tone.Bold => "1",
            Tone.Dim => "2",
            Tone.Good => "32",
            Tone.Bad => "1;31",
            Tone.Accent => "36",
            _ => null,
        };
}
