using System.Text;
using AgentLoad.Measurement.Live;

namespace AgentLoad.Client.Live;

/// <summary>A few lines redrawn in place. Each is cut to the width of the moment, so that none wraps.</summary>
public sealed class TerminalView(TextWriter writer, Func<int> width, Func<int> height, bool simulated, double? plannedSeconds = null) : LiveView
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string ClearBelow = "\e[J";
    private int _drawn;
    private bool _started;

    /// <inheritdoc/>
    public override void Show(RunSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var frame = new StringBuilder();
        if (!_started) frame.Append(HideCursor);
        _started = true;
        if (_drawn > 0) frame.Append($"\e[{_drawn}A");
        frame.Append('\r').Append(ClearBelow);
        // One column and one row stay free: a terminal wraps or scrolls when its last is filled.
        var lines = LiveText.Lines(snapshot, plannedSeconds, simulated, Math.Max(0, width() - 1)).Take(Math.Max(1, height() - 1)).ToArray();
        foreach (var line in lines) frame.Append(line).Append("\r\n");
        _drawn = lines.Length;
        writer.Write(frame);
        writer.Flush();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_started) writer.Write(ShowCursor);
        _started = false;
        writer.Flush();
        base.Dispose();
    }
}
