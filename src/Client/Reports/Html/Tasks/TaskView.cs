using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Tasks;

/// <summary>A task to draw: its first steps in the order in which they began, and levels of colour for what they cost.</summary>
internal sealed class TaskView
{
    private const int Levels = 6;

    private readonly double _mostTokens,
        _leastTokens,
        _mostSeconds,
        _leastSeconds;

    public TaskView(TaskRecord task, int mostSteps)
    {
        Task = task;
        Steps = [.. task.Steps.OrderBy(step => step.Asked).ThenBy(step => step.Id).Take(mostSteps)];
        var tokens = Steps.Select(step => (double)(Tokens.Of(step.Call) ?? 0)).Where(value => value > 0).DefaultIfEmpty(1).ToList();
        var seconds = Steps.Select(SecondsOf).Where(value => value > 0).DefaultIfEmpty(1).ToList();
        (_leastTokens, _mostTokens, _leastSeconds, _mostSeconds) = (tokens.Min(), tokens.Max(), seconds.Min(), seconds.Max());
    }

    public TaskRecord Task { get; }

    public IReadOnlyList<StepRecord> Steps { get; }

    public static double SecondsOf(StepRecord step) => Math.Max(0, step.End - step.Sent);

    /// <summary>Classes from which the page takes the colour of a mark, by waste, tokens or time.</summary>
    /// <param name="tokens">Tokens of a step; of the mean step where the mark stands for several.</param>
    /// <param name="seconds">As the tokens.</param>
    /// <param name="wasted">Share of the tokens that was wasted.</param>
    public string ColorClasses(double tokens, double seconds, double wasted) =>
        $"c t{Level(tokens, _leastTokens, _mostTokens)} d{Level(seconds, _leastSeconds, _mostSeconds)} w{(int)Math.Ceiling(Math.Clamp(wasted, 0, 1) * 4 - 1e-9)}";

    public string ColorClasses(StepRecord step) => ColorClasses(Tokens.Of(step.Call) ?? 0, SecondsOf(step), step.OnAnswerPath ? 0 : 1);

    /// <summary>Steps that have not ended: of a task that goes on.</summary>
    public IReadOnlySet<int> RunningSteps { get; init; } = new HashSet<int>();

    public string Describe(StepRecord step)
    {
        if (RunningSteps.Contains(step.Id))
        {
            return $"{TerminalText.Truncate(TerminalText.Sanitize(step.Key), 80)}: under way for {NumberFormat.Seconds(SecondsOf(step))}";
        }

        var what =
            step.Call is { } call
                ? $"{EnumText.Of(call.Outcome.ToString())}, {(Tokens.Of(call) is { } tokens ? NumberFormat.Count(tokens) : "unknown")} tokens"
            : step.ToolError is null ? "tool call"
            : "tool call failed";
        return $"{TerminalText.Truncate(TerminalText.Sanitize(step.Key), 80)}: {what}, {NumberFormat.Seconds(SecondsOf(step))}{(step.Score is { } score ? $", score {NumberFormat.Number(score)}" : "")}{(step.OnAnswerPath ? "" : ", wasted")}{(step.OnCriticalPath ? ", on the critical path" : "")}";
    }

    private static int Level(double value, double least, double most) =>
        value <= 0 ? 0
        : most <= least ? Levels - 2
        : Math.Clamp((int)(Math.Log(value / least) / Math.Log(most / least) * Levels), 0, Levels - 1);
}
