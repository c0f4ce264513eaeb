using System.Text;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>A few lines, redrawn in place and truncated to the current terminal width so that none wraps.</summary>
internal sealed class SimpleView(TextWriter writer, Func<int> width, Func<int> height, TextWriter error)
    : InteractiveView(writer, width, height)
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string ClearBelow = "\e[J";
    private int _drawn;
    private bool _started;

    protected override void Draw(LiveFrame frame)
    {
        var text = new StringBuilder();
        if (!_started)
        {
            text.Append(HideCursor);
        }

        _started = true;
        Erase(text);
        // One column and one row stay free: a terminal wraps or scrolls when the last one is filled.
        var lines = LiveText.Lines(frame, Math.Max(0, Width - 1)).Take(Math.Max(1, Height - 1)).ToArray();
        foreach (var line in lines)
        {
            text.Append(line).Append("\r\n");
        }

        _drawn = lines.Length;
        Writer.Write(text);
        Writer.Flush();
    }

    /// <summary>Writes the message above the drawn lines.</summary>
    protected override void OnMessage(string line)
    {
        var text = new StringBuilder();
        Erase(text);
        Writer.Write(text);
        Writer.Flush();
        _drawn = 0;
        error.WriteLine(line);
        error.Flush();
    }

    protected override void RestoreTerminal()
    {
        if (_started)
        {
            Writer.Write(ShowCursor);
        }

        Writer.Flush();
    }

    private void Erase(StringBuilder into)
    {
        if (_drawn > 0)
        {
            into.Append($"\e[{_drawn}A");
        }

        into.Append('\r').Append(ClearBelow);
    }
}
