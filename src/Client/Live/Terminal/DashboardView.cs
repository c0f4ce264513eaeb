using System.Text;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>
/// Full-screen dashboard on the alternate screen; the previous content returns when the run ends. Messages are shown at the bottom and
/// written to stderr at the end.
/// </summary>
internal sealed class DashboardView(TextWriter writer, Func<int> width, Func<int> height, TextWriter error, bool useColors)
    : InteractiveView(writer, width, height)
{
    // Alternate screen, cursor hidden, no wrapping at the last column.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l";
    private const string Exit = "\e[?7h\e[?25h\e[?1049l";

    // Terminals with synchronized updates show a frame without flicker; others ignore the sequence.
    private const string Begin = "\e[?2026h\e[H";
    private const string End = "\e[J\e[?2026l";

    private readonly List<string> _messages = [];
    private bool _started;

    protected override void Draw(LiveFrame frame)
    {
        var (text, columns) = (new StringBuilder(_started ? "" : Enter), Width);
        _started = true;
        text.Append(Begin);
        var lines = DashboardLayout.Of(frame, _messages, columns, Height);
        for (var i = 0; i < lines.Count; i++)
        {
            // After a full line, the cursor is on the last column; clearing to the end would erase that column.
            text.Append(lines[i].Render(columns, useColors))
                .Append(lines[i].Width < columns ? "\e[K" : "")
                .Append(i < lines.Count - 1 ? "\r\n" : "");
        }

        Writer.Write(text.Append(End));
        Writer.Flush();
    }

    protected override void OnMessage(string line) => _messages.Add(line);

    protected override void RestoreTerminal()
    {
        if (_started)
        {
            Writer.Write(Exit);
        }

        Writer.Flush();
        foreach (var line in _messages)
        {
            error.WriteLine(line);
        }

        error.Flush();
    }
}
