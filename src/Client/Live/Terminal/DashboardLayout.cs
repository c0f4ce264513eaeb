using AgentLoad.Client.Reports;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Lays a frame out for a terminal of any size: figures first, then strategies and one task, side by side where there is room.</summary>
internal static class DashboardLayout
{
    private const int SideBySideMinWidth = 124,
        LeftColumns = 68,
        Gap = 3,
        LeastBelow = 3,
        MostNotes = 3,
        TallEnough = 20;

    /// <summary>At most <paramref name="height"/> lines; each is cut to <paramref name="width"/> when it is rendered.</summary>
    /// <param name="frame">What is shown.</param>
    /// <param name="notes">What was said to the user, oldest first.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static IReadOnlyList<Line> Of(LiveFrame frame, IReadOnlyList<string> notes, int width, int height)
    {
        var airy = height >= TallEnough;
        List<Line> lines = [.. Head(frame, width), .. BlankLine(airy), .. MetricLines.Of(frame, width)];
        Line[] said = [.. notes.TakeLast(MostNotes).Select(note => Line.Of(TerminalText.Sanitize(note), Tone.Accent))];
        var room = height - lines.Count - said.Length - (airy ? 1 : 0);
        if (room >= LeastBelow)
        {
            lines.AddRange(BlankLine(airy));
            lines.AddRange(width >= SideBySideMinWidth ? SideBySide(frame, width, room) : Stacked(frame, width, room));
        }

        var kept = Math.Max(0, height - said.Length);
        return [.. lines.Take(kept), .. said.TakeLast(Math.Min(height, said.Length))];
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
                    $"  {TerminalText.Sanitize(first.Model)} at {TerminalText.Sanitize(first.Url)}{(facts.Endpoints.Count > 1 ? $" and {facts.Endpoints.Count - 1} more" : "")}",
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

    private static IEnumerable<Line> BlankLine(bool airy) => airy ? [Line.Empty] : [];

    private static IEnumerable<Line> SideBySide(LiveFrame frame, int width, int room)
    {
        var left = Strategies(frame, LeftColumns, room);
        var right = TaskLines.Of(frame.Task, room);
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var line = i < left.Count ? left[i] : new Line();
            yield return i < right.Count ? new Line().Add(line).PadTo(LeftColumns + Gap).Add(right[i]) : line;
        }
    }

    private static IEnumerable<Line> Stacked(LiveFrame frame, int width, int room)
    {
        // Strategies get what they need, but leave the tree two fifths of the room where it needs as much.
        var least = Math.Min(TaskLines.Of(frame.Task, room).Count, Math.Max(LeastBelow, room * 2 / 5));
        var strategies = Strategies(frame, width, Math.Max(0, room - least - 1));
        var rest = room - strategies.Count - (strategies.Count > 0 ? 1 : 0);
        var task = TaskLines.Of(frame.Task, rest);
        return strategies.Count > 0 && task.Count > 0 ? [.. strategies, Line.Empty, .. task] : [.. strategies, .. task];
    }

    private static IReadOnlyList<Line> Strategies(LiveFrame frame, int width, int room)
    {
        if (frame.Groups.Count == 0 || room < 2)
        {
            return [];
        }

        var problems = frame.Groups.Select(row => row.Row.Problem).Distinct().Count();
        var table = new TextTable("strategy", "tasks", "solved", "calls", "tokens", "latency p50");
        var shown = frame.Groups.Count < room ? frame.Groups : [.. frame.Groups.Take(room - 2)];
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
