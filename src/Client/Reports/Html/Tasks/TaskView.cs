using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Tasks;

/// <summary>A task to draw: its first steps, ordered by start, and color levels by cost.</summary>
internal sealed class TaskView
{
    /// <summary>Number of color levels.</summary>
    public const int Levels = 6;

    private readonly double _maxTokens,
        _minTokens,
        _maxSeconds,
        _minSeconds;

    public TaskView(TaskRecord task, int maxSteps)
    {
        Task = task;
        Steps = [.. task.Steps.OrderBy(step => step.Asked).ThenBy(step => step.Id).Take(maxSteps)];
        var tokens = Steps.Select(step => (double)(Tokens.Of(step.Call) ?? 0)).Where(value => value > 0).DefaultIfEmpty(1).ToList();
        var seconds = Steps.Select(SecondsOf).Where(value => value > 0).DefaultIfEmpty(1).ToList();
        (_minTokens, _maxTokens, _minSeconds, _maxSeconds) = (tokens.Min(), tokens.Max(), seconds.Min(), seconds.Max());
    }

    public TaskRecord Task { get; }

    public IReadOnlyList<StepRecord> Steps { get; }

    public static double SecondsOf(StepRecord step) => Math.Max(0, step.End - step.Sent);

    /// <summary>Returns the CSS classes that color a mark by waste, tokens or time.</summary>
    /// <param name="tokens">Tokens of a step; the mean if the mark represents several steps.</param>
    /// <param name="seconds">Duration of a step, seconds; the mean if the mark represents several steps.</param>
    /// <param name="wasted">Wasted share of the tokens.</param>
    public string ColorClasses(double tokens, double seconds, double wasted) =>
        $"c t{Level(tokens, _minTokens, _maxTokens)} d{Level(seconds, _minSeconds, _maxSeconds)} "
        + $"w{(int)Math.Ceiling(Math.Clamp(wasted, 0, 1) * 4 - 1e-9)}";

    public string ColorClasses(StepRecord step) => ColorClasses(Tokens.Of(step.Call) ?? 0, SecondsOf(step), step.OnAnswerPath ? 0 : 1);

    /// <summary>Ids of the steps that have not ended.</summary>
    public IReadOnlySet<int> RunningSteps { get; init; } = new HashSet<int>();

    public string Describe(StepRecord step)
    {
        if (RunningSteps.Contains(step.Id))
        {
            return $"{TerminalText.Truncate(TerminalText.Sanitize(step.Key), 80)}: running for {NumberFormat.Seconds(SecondsOf(step))}";
        }

        var what =
            step.Call is { } call
                ? $"{EnumText.Of(call.Outcome.ToString())}, "
                    + $"{(Tokens.Of(call) is { } tokens ? NumberFormat.Count(tokens) : "unknown")} tokens"
            : step.ToolError is null ? "tool call"
            : "tool call failed";
        return $"{TerminalText.Truncate(TerminalText.Sanitize(step.Key), 80)}: {what}, "
            + $"{NumberFormat.Seconds(SecondsOf(step))}{(step.Score is { } score ? $", score {NumberFormat.Number(score)}" : "")}"
            + $"{(step.OnAnswerPath ? "" : ", wasted")}{(step.OnCriticalPath ? ", on the critical path" : "")}";
    }

    private static int Level(double value, double min, double max) =>
        value <= 0 ? 0
        : max <= min ? Levels - 2
        : Math.Clamp((int)(Math.Log(value / min) / Math.Log(max / min) * Levels), 0, Levels - 1);
}
