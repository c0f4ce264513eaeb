using System.Text;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>
/// The whole terminal, on its alternate screen: what was there before comes back when the run ends. What is said meanwhile is shown at
/// the bottom, and written to stderr at the end.
/// </summary>
internal sealed class DashboardView(TextWriter writer, Func<int> width, Func<int> height, TextWriter error, bool colours)
    : InteractiveView(writer, width, height)
{
    // Alternate screen, cursor hidden, no wrapping at the last column.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l";
    private const string Exit = "\e[?7h\e[?25h\e[?1049l";

    // Terminals that know synchronized updates show a frame at once; others ignore them.
    private const string Begin = "\e[?2026h\e[H";
    private const string End = "\e[J\e[?2026l";

    private readonly List<string> _said = [];
    private bool _started;

    protected override void Draw(LiveFrame frame)
    {
        var (text, columns) = (new StringBuilder(_started ? "" : Enter), Width);
        _started = true;
        text.Append(Begin);
        var lines = DashboardLayout.Of(frame, _said, columns, Height);
        for (var i = 0; i < lines.Count; i++)
        {
            // At a full line the cursor stands on its last column, and would erase that.
            text.Append(lines[i].Render(columns, colours))
                .Append(lines[i].Width < columns ? "\e[K" : "")
                .Append(i < lines.Count - 1 ? "\r\n" : "");
        }

        Writer.Write(text.Append(End));
        Writer.Flush();
    }

    protected override void OnMessage(string line) => _said.Add(line);

    protected override void RestoreTerminal()
    {
        if (_started)
        {
            Writer.Write(Exit);
        }

        Writer.Flush();
        foreach (var line in _said)
        {
            error.WriteLine(line);
        }

        error.Flush();
    }
}
