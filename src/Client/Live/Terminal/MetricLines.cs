using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Metrics of the dashboard, one per line: label, current value, sparkline.</summary>
internal static class MetricLines
{
    private const int LabelColumns = 10,
        ValueColumns = 47,
        MinSparkline = 8,
        MaxSparkline = 60,
        MaxReasons = 2;

    /// <summary>Returns the lines, most important first.</summary>
    public static IEnumerable<Line> Of(LiveFrame frame, int width)
    {
        var now = frame.Snapshot;
        var past = frame.History.Points;
        yield return Figure(
            "agents",
            Line.Of(NumberFormat.Count(now.ActiveAgents), Tone.Bold).Add($" active  {LiveText.AgentStates(frame)}"),
            Spark(s => s.ActiveAgents)
        );
        yield return Figure(
            "calls",
            Line.Of(NumberFormat.Count(now.CallsInFlight), Tone.Bold)
                .Add(" in flight  ")
                .Add($"{NumberFormat.Number(now.CallsPerSecond)}/s", Tone.Bold)
                .Add($"  {NumberFormat.Count(now.EndedCalls)} ended"),
            Spark(s => s.CallsPerSecond)
        );
        yield return Figure(
            "tokens",
            Line.Of($"{NumberFormat.Number(now.CompletionTokensPerSecond)}/s", Tone.Bold)
                .Add(" completion  ")
                .Add($"{NumberFormat.Number(now.PromptTokensPerSecond)}/s", Tone.Bold)
                .Add(" prompt"),
            Spark(s => s.CompletionTokensPerSecond)
        );
        yield return Figure(
            "TTFT",
            Percentiles(now.IntervalTtftP50Seconds, now.IntervalTtftP95Seconds, now.TtftP95Seconds),
            Spark(s => s.IntervalTtftP95Seconds)
        );
        yield return Figure(
            "latency",
            Percentiles(now.IntervalLatencyP50Seconds, now.IntervalLatencyP95Seconds, now.LatencyP95Seconds),
            Spark(s => s.IntervalLatencyP95Seconds)
        );
        foreach (var slo in frame.Slos)
        {
            yield return Figure("SLO", Line.Of(LiveText.Of(slo), slo.Met || slo.Samples == 0 ? Tone.Bold : Tone.Bad), "");
        }

        if (now.RecentTaskLatencyP50Seconds is not null)
        {
            yield return Figure(
                "task",
                Percentiles(now.RecentTaskLatencyP50Seconds, now.RecentTaskLatencyP95Seconds, null),
                Spark(s => s.RecentTaskLatencyP95Seconds)
            );
        }

        if (LiveText.Servers(now) is { } servers)
        {
            yield return Figure("servers", Line.Of(servers, Tone.Bold), Spark(s => s.ServerWaiting));
        }

        if (now.RequestedTasks is not null)
        {
            yield return Figure("rate", Rate(now), Spark(s => s.StartedPerSecond));
        }

        yield return Figure(
            "tasks",
            Line.Of($"{NumberFormat.Number(now.TasksPerHour)}/h", Tone.Bold).Add($"  {LiveText.Counts(now.ByState, static _ => true)}"),
            ""
        );
        if (now.FailedCalls > 0)
        {
            yield return Figure("failed", Line.Of(LiveText.Counts(now.ByOutcome, static outcome => outcome.IsFailure()), Tone.Bad), "");
        }

        foreach (var reason in frame.Reasons.Take(MaxReasons))
        {
            yield return Figure("", Line.Of($"{NumberFormat.Count(reason.Count)} × {reason.Description}", Tone.Dim), "");
        }

        foreach (var loss in frame.Losses)
        {
            yield return Figure("LOST", Line.Of(LiveText.Of(loss), Tone.Bad), "");
        }

        string Spark(Func<RunSnapshot, double?> value) =>
            width - LabelColumns - ValueColumns < MinSparkline
                ? ""
                : Sparkline.Of(past.Select(value), Math.Min(MaxSparkline, width - LabelColumns - ValueColumns));
    }

    private static Line Figure(string label, Line value, string spark)
    {
        var line = new Line().Add(label, label == "LOST" ? Tone.Bad : Tone.Dim).PadTo(LabelColumns).Add(value);
        return spark.Length == 0 ? line : line.PadTo(LabelColumns + ValueColumns).Add(spark, Tone.Accent);
    }

    private static Line Percentiles(double? p50, double? p95, double? ofRun) =>
        Line.Of("p50 ")
            .Add(NumberFormat.Seconds(p50), Tone.Bold)
            .Add("  p95 ")
            .Add(NumberFormat.Seconds(p95), Tone.Bold)
            .Add(ofRun is null ? "" : $"  run p95 {NumberFormat.Seconds(ofRun)}", Tone.Dim);

    private static Line Rate(RunSnapshot now)
    {
        var late = now.LateTasks ?? 0;
        var line = Line.Of($"{NumberFormat.Number(now.StartedPerSecond)}/s", Tone.Bold)
            .Add(" started of ")
            .Add($"{NumberFormat.Number(now.RequestedPerSecond)}/s", Tone.Bold)
            .Add(" requested");
        return late > 0 ? line.Add($", {NumberFormat.Count(late)} behind", Tone.Bad) : line;
    }
}
