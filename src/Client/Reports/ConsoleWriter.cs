using Spectre.Console;

namespace AgentLoad.Client.Reports;

/// <summary>Writes plain text to a console, limited to its width.</summary>
internal sealed class ConsoleWriter(IAnsiConsole console)
{
    private const int Indent = 9;

    // Spectre also styles redirected output, but pasted and logged text must not contain escape sequences.
    private readonly bool _styled = console.Profile.Out.IsTerminal;
    private readonly int _width = Math.Max(1, console.Profile.Width);

    public void WriteLine(string text, Style? style = null) => WriteRaw(TerminalText.Truncate(TerminalText.Sanitize(text), _width), style);

    /// <summary>Writes text on one line without truncating it.</summary>
    public void WriteUntruncated(string text) => console.Profile.Out.Writer.WriteLine(text);

    public void WriteTable(TextTable table, bool lastIsText)
    {
        WriteRaw("", null);
        Style? style = new Style(decoration: Decoration.Bold);
        foreach (var line in table.Lines(_width, lastIsText))
        {
            WriteRaw(line, style);
            style = null;
        }
    }

    /// <summary>Writes text wrapped at word boundaries; continuation lines are indented.</summary>
    public void WriteWrapped(string text, Style? style = null)
    {
        var rest = TerminalText.Sanitize(text);
        var indent = _width > 3 * Indent ? new string(' ', Indent) : "";
        while (rest.Length > _width)
        {
            var cut = rest.LastIndexOf(' ', _width - 1, _width - indent.Length);
            if (cut <= indent.Length)
            {
                cut = _width;
            }

            WriteRaw(rest[..cut].TrimEnd(), style);
            rest = indent + rest[cut..].TrimStart();
            if (rest.Length <= indent.Length)
            {
                return;
            }
        }

        WriteRaw(rest, style);
    }

    private void WriteRaw(string line, Style? style)
    {
        if (line.Length > 0)
        {
            console.Write(line, _styled ? style ?? Style.Plain : Style.Plain);
        }

        console.WriteLine();
    }
}
