using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live;

/// <summary>What a snapshot says, in words.</summary>
internal static class LiveText
{
    /// <summary>The lines of the redrawn view, none wider than asked.</summary>
    public static IEnumerable<string> Lines(RunSnapshot snapshot, double? plannedSeconds, bool simulated, int width)
    {
        string[] lines =
        [
            $"{(simulated ? "SIMULATED  " : "")}{Bar(Done(snapshot, plannedSeconds), Math.Clamp(width - 56, 0, 40))}{Tasks(snapshot)}  {Elapsed(snapshot)}{Left(snapshot, plannedSeconds)}",
            $"  agents active   {Figures.Count(snapshot.ActiveAgents),8}    calls in flight {Figures.Count(snapshot.CallsInFlight),8}    calls ended {Figures.Count(snapshot.EndedCalls),9}",
            $"  completion/s    {Figures.Number(snapshot.CompletionTokensPerSecond),8}    prompt/s        {Figures.Number(snapshot.PromptTokensPerSecond),8}    calls/s     {Figures.Number(snapshot.CallsPerSecond),9}",
            $"  TTFT p50        {Figures.Seconds(snapshot.TtftP50Seconds),8}    TTFT p95        {Figures.Seconds(snapshot.TtftP95Seconds),8}    tasks/h     {Figures.Number(snapshot.TasksPerHour),9}",
            $"  tasks   {Counts(snapshot.ByState, static _ => true)}",
            $"  failed  {Counts(snapshot.ByOutcome, static outcome => outcome.IsFailure())}",
        ];
        return lines.Select(line => Plain.Crop(line, width));
    }

    /// <summary>The same in short parts, for one line.</summary>
    public static IEnumerable<string> Facts(RunSnapshot snapshot, double? plannedSeconds)
    {
        yield return Elapsed(snapshot) + Left(snapshot, plannedSeconds);
        yield return Tasks(snapshot);
        yield return $"{Figures.Count(snapshot.ActiveAgents)} agents";
        yield return $"{Figures.Count(snapshot.CallsInFlight)} calls in flight";
        yield return $"{Figures.Number(snapshot.CompletionTokensPerSecond)} completion tokens/s";
        yield return $"TTFT p50 {Figures.Seconds(snapshot.TtftP50Seconds)} p95 {Figures.Seconds(snapshot.TtftP95Seconds)}";
        if (snapshot.FailedCalls > 0) yield return $"failed: {Counts(snapshot.ByOutcome, static outcome => outcome.IsFailure())}";
    }

    private static double? Done(RunSnapshot snapshot, double? plannedSeconds) =>
        plannedSeconds > 0 ? snapshot.ElapsedSeconds / plannedSeconds
        : snapshot.PlannedTasks > 0 ? (double)snapshot.EndedTasks / snapshot.PlannedTasks
        : null;

    private static string Tasks(RunSnapshot snapshot) => snapshot.PlannedTasks is { } planned
        ? $"{Figures.Count(snapshot.EndedTasks)}/{Figures.Count(planned)} tasks"
        : $"{Figures.Count(snapshot.EndedTasks)} tasks";

    private static string Elapsed(RunSnapshot snapshot) => Clock(snapshot.ElapsedSeconds);

    // The pace so far, carried on; said only once there is a pace.
    private static string Left(RunSnapshot snapshot, double? plannedSeconds) => Done(snapshot, plannedSeconds) switch
    {
        >= 1 => "",
        > 0 and { } done => $", about {Clock(snapshot.ElapsedSeconds * (1 - done) / done)} left",
        _ => "",
    };

    private static string Clock(double seconds) => seconds < 3600
        ? $"{(int)seconds / 60}:{(int)seconds % 60:00}"
        : $"{Math.Floor(seconds / 3600):0}:{(int)(seconds % 3600) / 60:00}:{(int)(seconds % 60):00}";

    private static string Bar(double? done, int width)
    {
        if (done is not { } share || width < 5) return "";
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return $"{new string('█', full)}{new string('░', width - full)} {Math.Clamp(share, 0, 1) * 100,3:F0}%  ";
    }

    private static string Counts<T>(IReadOnlyDictionary<T, long> counts, Func<T, bool> shown)
        where T : struct, Enum
    {
        var some = counts.Where(pair => pair.Value > 0 && shown(pair.Key)).OrderByDescending(pair => pair.Value);
        var text = string.Join(", ", some.Select(pair => $"{Figures.Count(pair.Value)} {Words.Of(pair.Key.ToString())}"));
        return text.Length == 0 ? "none" : text;
    }
}
