using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Formats a frame as text.</summary>
internal static class LiveText
{
    /// <summary>Returns the lines of the simple view, truncated to a width.</summary>
    public static IEnumerable<string> Lines(LiveFrame frame, int width)
    {
        var snapshot = frame.Snapshot;
        List<string> lines =
        [
            $"{(frame.Facts.Simulated ? "SIMULATED  " : "")}{Bar(frame, Math.Clamp(width - 56, 0, 40))}{Tasks(snapshot)}  {Time(frame)}",
            $"  agents active   {NumberFormat.Count(snapshot.ActiveAgents), 8}    calls in flight "
                + $"{NumberFormat.Count(snapshot.CallsInFlight), 8}    calls ended {NumberFormat.Count(snapshot.EndedCalls), 9}",
            $"  completion/s    {NumberFormat.Number(snapshot.CompletionTokensPerSecond), 8}    prompt/s        "
                + $"{NumberFormat.Number(snapshot.PromptTokensPerSecond), 8}    calls/s     "
                + $"{NumberFormat.Number(snapshot.CallsPerSecond), 9}",
            $"  TTFT p50        {NumberFormat.Seconds(snapshot.TtftP50Seconds), 8}    TTFT p95        "
                + $"{NumberFormat.Seconds(snapshot.TtftP95Seconds), 8}    tasks/h     {NumberFormat.Number(snapshot.TasksPerHour), 9}",
        ];
        if (snapshot.RequestedTasks is not null)
        {
            lines.Add(
                $"  started/s       {NumberFormat.Number(snapshot.StartedPerSecond), 8}    requested/s     "
                    + $"{NumberFormat.Number(snapshot.RequestedPerSecond), 8}"
            );
        }

        if (Servers(snapshot) is { } servers)
        {
            lines.Add($"  servers {servers}");
        }

        lines.AddRange(frame.Slos.Select(slo => $"  SLO     {Of(slo)}"));
        lines.Add($"  tasks   {Counts(snapshot.ByState, static _ => true)}");
        lines.Add($"  failed  {Counts(snapshot.ByOutcome, static outcome => outcome.IsFailure())}");
        lines.AddRange(frame.Losses.Select(loss => $"  LOST    {Of(loss)}"));
        return lines.Select(line => DisplayWidth.Truncate(line, width));
    }

    /// <summary>Returns the progress of the strategies as the lines of a table.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<GroupProgress> groups)
    {
        string[] head = ["so far", "tasks", "solved", "calls", "tokens", "task latency p50"];
        string[][] rows =
        [
            head,
            .. groups.Select(group =>
                new[]
                {
                    group.Row.IsBaseline ? $"one call · {group.Row.Problem}" : group.Row.Group,
                    NumberFormat.Count(group.Ended),
                    group.Judged > 0 ? NumberFormat.Percent((double)group.Solved / group.Judged) : "—",
                    NumberFormat.Number(group.Calls),
                    NumberFormat.Number(group.Tokens),
                    NumberFormat.Seconds(group.LatencyP50),
                }
            ),
        ];
        var widths = Enumerable.Range(0, head.Length).Select(column => rows.Max(row => DisplayWidth.Of(row[column]))).ToArray();
        return rows.Select(row =>
            string.Join(
                "  ",
                row.Select(
                    (cell, column) =>
                    {
                        var space = new string(' ', widths[column] - DisplayWidth.Of(cell));
                        return column == 0 ? TerminalText.Sanitize(cell) + space : space + cell;
                    }
                )
            )
        );
    }

    /// <summary>Returns the short parts of a one-line view.</summary>
    public static IEnumerable<string> Parts(LiveFrame frame)
    {
        var snapshot = frame.Snapshot;
        yield return Time(frame);
        yield return Tasks(snapshot);
        yield return $"{NumberFormat.Count(snapshot.ActiveAgents)} agents";
        yield return $"{NumberFormat.Count(snapshot.CallsInFlight)} calls in flight";
        if (snapshot.RequestedTasks is not null)
        {
            yield return $"{NumberFormat.Number(snapshot.StartedPerSecond)} of {NumberFormat.Number(snapshot.RequestedPerSecond)} "
                + $"tasks/s started";
        }

        yield return $"{NumberFormat.Number(snapshot.CompletionTokensPerSecond)} completion tokens/s";
        yield return $"TTFT p50 {NumberFormat.Seconds(snapshot.TtftP50Seconds)} p95 {NumberFormat.Seconds(snapshot.TtftP95Seconds)}";
        if (frame.Slos.Count > 0)
        {
            yield return $"{frame.Slos.Count(slo => slo.Met)} of {frame.Slos.Count} SLOs met so far";
        }

        if (Servers(snapshot) is { } servers)
        {
            yield return servers;
        }

        if (snapshot.FailedCalls > 0)
        {
            yield return $"failed: {Counts(snapshot.ByOutcome, static outcome => outcome.IsFailure())}";
        }

        if (frame.Losses.Count > 0)
        {
            yield return $"LOST: {NumberFormat.Count(frame.Losses.Count)} hosts";
        }
    }

    /// <summary>Returns the number of agents per state.</summary>
    public static string AgentStates(LiveFrame frame)
    {
        var now = frame.Snapshot;
        // In open loop, the number of agents is only an upper bound: idle agents may not exist.
        var idle = frame.Facts.OpenLoop ? 0 : frame.Facts.Agents - now.ActiveAgents;
        (long Count, string What)[] states =
        [
            (now.AgentsInCalls, "in calls"),
            (now.AgentsInTools, "in tools"),
            (now.ActiveAgents - now.AgentsInCalls - now.AgentsInTools, "between steps"),
            (idle, "idle"),
        ];
        return string.Join(", ", states.Where(state => state.Count > 0).Select(state => $"{NumberFormat.Count(state.Count)} {state.What}"));
    }

    /// <summary>Describes the state of an SLO clause: "missed task.latency:p95:le:5s: 7.1 s, 92% of 120 within".</summary>
    public static string Of(SloResult slo) =>
        slo.Samples == 0
            ? $"no values yet  {slo.Clause}"
            : $"{(slo.Met ? "met so far" : "missed")}  {slo.Clause}: {SloText.ValueOf(slo)}"
                + (
                    slo.Within is { } within
                        ? $", {NumberFormat.Percent((double)within / slo.Samples)} of {NumberFormat.Count(slo.Samples)} within"
                        : $" of {NumberFormat.Count(slo.Samples)}"
                );

    /// <summary>Describes queue and KV cache of the scraped servers; null if no server reports them.</summary>
    public static string? Servers(RunSnapshot snapshot)
    {
        string?[] parts =
        [
            snapshot.ServerWaiting is { } waiting ? $"{NumberFormat.Number(waiting)} waiting in server queues" : null,
            snapshot.ServerKvCacheUsage is { } usage ? $"KV cache {NumberFormat.Percent(usage)}" : null,
        ];
        return parts.Any(part => part is not null) ? string.Join(", ", parts.OfType<string>()) : null;
    }

    /// <summary>Describes a lost host.</summary>
    public static string Of(HostLoss loss) =>
        $"{TerminalText.Sanitize(loss.Host)} at {Clock(loss.AtSeconds)}: {NumberFormat.Count(loss.Agents)} agents, "
        + $"{NumberFormat.Count(loss.RestartedTasks)} tasks restarted, "
        + $"{(loss.LostCalls is { } calls ? NumberFormat.Count(calls) : "an unknown number of")} calls lost";

    /// <summary>Returns the display name of a strategy on a problem.</summary>
    public static string NameOf(RowKey row, bool withProblem)
    {
        var problem = withProblem ? $" · {row.Problem}" : "";
        return TerminalText.Sanitize(
            row.IsBaseline ? $"one call{problem} *" : $"{(row.Group == row.Strategy ? "" : row.Group + ": ")}{row.Strategy}{problem}"
        );
    }

    public static string Tasks(RunSnapshot snapshot) =>
        snapshot.PlannedTasks is { } planned
            ? $"{NumberFormat.Count(snapshot.EndedTasks)}/{NumberFormat.Count(planned)} tasks"
            : $"{NumberFormat.Count(snapshot.EndedTasks)} tasks";

    /// <summary>Returns the elapsed time and, if it can be extrapolated from the progress, the remaining time.</summary>
    public static string Time(LiveFrame frame) =>
        Clock(frame.Snapshot.ElapsedSeconds)
        + Progress(frame) switch
        {
            >= 1 => "",
            > 0 and { } done => $", about {Clock(frame.Snapshot.ElapsedSeconds * (1 - done) / done)} left",
            _ => "",
        };

    public static string Bar(LiveFrame frame, int width)
    {
        if (Progress(frame) is not { } share || width < 5)
        {
            return "";
        }

        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return $"{new string('█', full)}{new string('░', width - full)} {Math.Clamp(share, 0, 1) * 100, 3:F0}%  ";
    }

    public static string Counts<T>(IReadOnlyDictionary<T, long> counts, Func<T, bool> shown)
        where T : struct, Enum
    {
        var some = counts.Where(pair => pair.Value > 0 && shown(pair.Key)).OrderByDescending(pair => pair.Value);
        var text = string.Join(", ", some.Select(pair => $"{NumberFormat.Count(pair.Value)} {EnumText.Of(pair.Key.ToString())}"));
        return text.Length == 0 ? "none" : text;
    }

    /// <summary>Returns the completed share of the run; null if unknown.</summary>
    public static double? Progress(LiveFrame frame) =>
        frame.PlannedSeconds > 0 ? frame.Snapshot.ElapsedSeconds / frame.PlannedSeconds
        : frame.Snapshot.PlannedTasks > 0 ? (double)frame.Snapshot.EndedTasks / frame.Snapshot.PlannedTasks
        : null;

    private static string Clock(double seconds) =>
        seconds < 3600
            ? $"{(int)seconds / 60}:{(int)seconds % 60:00}"
            : $"{Math.Floor(seconds / 3600):0}:{(int)(seconds % 3600) / 60:00}:{(int)(seconds % 60):00}";
}
