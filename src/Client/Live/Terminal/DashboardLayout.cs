using AgentLoad.Client.Reports;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>
/// Lays out a frame for any terminal size: metrics first, then strategies and one task, side by side if the terminal is wide enough.
/// </summary>
internal static class DashboardLayout
{
    private const int SideBySideMinWidth = 124,
        LeftColumns = 68,
        Gap = 3,
        MinLowerRows = 3,
        MaxNotes = 3,
        MinHeightForSpacing = 20;

    /// <summary>Returns at most <paramref name="height"/> lines. Rendering truncates them to <paramref name="width"/>.</summary>
    /// <param name="frame">Frame to show.</param>
    /// <param name="notes">Messages to the user, oldest first.</param>
    /// <param name="width">Terminal width, columns.</param>
    /// <param name="height">Terminal height, rows.</param>
    public static IReadOnlyList<Line> Of(LiveFrame frame, IReadOnlyList<string> notes, int width, int height)
    {
        var isSpaced = height >= MinHeightForSpacing;
        List<Line> lines = [.. Head(frame, width), .. BlankLine(isSpaced), .. MetricLines.Of(frame, width)];
        Line[] messages = [.. notes.TakeLast(MaxNotes).Select(note => Line.Of(TerminalText.Sanitize(note), Tone.Accent))];
        var available = height - lines.Count - messages.Length - (isSpaced ? 1 : 0);
        if (available >= MinLowerRows)
        {
            lines.AddRange(BlankLine(isSpaced));
            lines.AddRange(width >= SideBySideMinWidth ? SideBySide(frame, width, available) : Stacked(frame, width, available));
        }

        var kept = Math.Max(0, height - messages.Length);
        return [.. lines.Take(kept), .. messages.TakeLast(Math.Min(height, messages.Length))];
    }

    private static IEnumerable<Line> Head(LiveFrame frame, int width)
    {
        var facts = frame.Facts;
        var time = LiveText.Time(frame);
        var line = Line.Of(DisplayWidth.Truncate(TerminalText.Sanitize(facts.Name), Math.Max(8, width / 2)), Tone.Bold);
        if (facts.Simulated)
        {
            line.Add("  SIMULATED", Tone.Accent);
        }

        if (frame.Losses.Count > 0)
        {
            line.Add("  DEGRADED", Tone.Bad);
        }

        if (facts.Endpoints is [var first, ..])
        {
            line.Add(
                DisplayWidth.Truncate(
                    $"  {TerminalText.Sanitize(first.Model)} at "
                        + $"{TerminalText.Sanitize(first.Url)}"
                        + $"{(facts.Endpoints.Count > 1 ? $" and {facts.Endpoints.Count - 1} more" : "")}",
                    Math.Max(0, width - line.Width - time.Length - 2)
                ),
                Tone.Dim
            );
        }

        yield return line.PadTo(width - time.Length).Add(time);
        yield return Line.Of(LiveText.Bar(frame, Math.Clamp(width - 30, 0, 60)), Tone.Good).Add(LiveText.Tasks(frame.Snapshot), Tone.Bold);
        if (frame.Page is { } page)
        {
            yield return Line.Of($"live page {page}", Tone.Dim);
        }
    }

    private static IEnumerable<Line> BlankLine(bool isSpaced) => isSpaced ? [Line.Empty] : [];

    private static IEnumerable<Line> SideBySide(LiveFrame frame, int width, int available)
    {
        var left = Strategies(frame, LeftColumns, available);
        var right = TaskLines.Of(frame.Task, available);
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var line = i < left.Count ? left[i] : new Line();
            yield return i < right.Count ? new Line().Add(line).PadTo(LeftColumns + Gap).Add(right[i]) : line;
        }
    }

    private static IEnumerable<Line> Stacked(LiveFrame frame, int width, int available)
    {
        // Strategies get the rows they need, but reserve up to two fifths of the space for the task.
        var least = Math.Min(TaskLines.Of(frame.Task, available).Count, Math.Max(MinLowerRows, available * 2 / 5));
        var strategies = Strategies(frame, width, Math.Max(0, available - least - 1));
        var rest = available - strategies.Count - (strategies.Count > 0 ? 1 : 0);
        var task = TaskLines.Of(frame.Task, rest);
        return strategies.Count > 0 && task.Count > 0 ? [.. strategies, Line.Empty, .. task] : [.. strategies, .. task];
    }

    private static IReadOnlyList<Line> Strategies(LiveFrame frame, int width, int available)
    {
        if (frame.Groups.Count == 0 || available < 2)
        {
            return [];
        }

        var problems = frame.Groups.Select(row => row.Row.Problem).Distinct().Count();
        var table = new TextTable("strategy", "tasks", "solved", "calls", "tokens", "latency p50");
        var shown = frame.Groups.Count < available ? frame.Groups : [.. frame.Groups.Take(available - 2)];
        foreach (var row in shown)
        {
            table.Add(
                DisplayWidth.Truncate(LiveText.NameOf(row.Row, problems > 1), 30),
                NumberFormat.Count(row.Ended),
                row.Judged > 0 ? NumberFormat.Percent((double)row.Solved / row.Judged) : "",
                NumberFormat.Number(row.Calls),
                NumberFormat.Number(row.Tokens),
                NumberFormat.Seconds(row.LatencyP50)
            );
        }

        List<Line> lines = [.. table.Lines(Math.Max(1, width)).Select((text, i) => Line.Of(text, i == 0 ? Tone.Dim : Tone.Plain))];
        if (shown.Count < frame.Groups.Count)
        {
            lines.Add(Line.Of($"… {NumberFormat.Count(frame.Groups.Count - shown.Count)} more", Tone.Dim));
        }

        return lines;
    }
}
