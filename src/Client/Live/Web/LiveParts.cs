using AgentLoad.Agents.Execution;
using AgentLoad.Client.Live.Terminal;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Reports.Html.Tasks;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live.Web;

/// <summary>The parts of the live page that change; each is replaced as a whole.</summary>
internal static class LiveParts
{
    private const int MostSteps = 400;

    /// <summary>The parts by the names of their places in the page.</summary>
    public static IReadOnlyList<(string Name, Markup Part)> Of(LiveFrame frame) =>
        [
            ("facts", Facts(frame)),
            ("losses", Losses(frame)),
            ("figures", KeyFigures(frame)),
            ("strategies", Strategies(frame)),
            ("task", Task(frame.Task)),
            ("failures", Failures(frame)),
        ];

    private static Markup Facts(LiveFrame frame)
    {
        var done = LiveText.Done(frame) is { } share ? Math.Clamp(share, 0, 1) : (double?)null;
        return Markup.Of(
            $"""
            <p class="facts">{LiveText.Time(frame)} · {LiveText.Tasks(frame.Snapshot)}{string.Concat(
                frame.Facts.Endpoints.Take(3).Select(endpoint => $" · {Plain.Of(endpoint.Model)} at {Plain.Of(endpoint.Url)}")
            )}</p>
            {(
                done is { } known
                    ? Markup.Of(
                        $"""<svg class="progress" role="img" aria-label="{Figures.Percent(known)} done"><rect class="track" width="100%" height="100%"/><rect class="bar" width="{100 * known}%" height="100%"/></svg>"""
                    )
                    : null
            )}
            """
        );
    }

    private static Markup Losses(LiveFrame frame)
    {
        var lines = new Markup();
        foreach (var loss in frame.Losses)
        {
            lines.Add($"""<p class="note degraded"><b>Host lost</b> {LiveText.Of(loss)}</p>""");
        }

        return lines;
    }

    private static Markup KeyFigures(LiveFrame frame)
    {
        var now = frame.Snapshot;
        List<(string Term, string Shown, string Value, string Detail)> shown =
        [
            ("agent", "agents at work", Figures.Count(now.ActiveAgents), LiveText.AgentStates(frame)),
            (
                "calls in flight",
                "calls in flight",
                Figures.Count(now.CallsInFlight),
                $"{Figures.Number(now.CallsPerSecond)} ended per second"
            ),
            (
                "call.completion_tokens",
                "completion tokens/s",
                Figures.Number(now.CompletionTokensPerSecond),
                $"{Figures.Number(now.PromptTokensPerSecond)} prompt tokens/s"
            ),
            (
                "call.ttft",
                "time to first token, p50",
                Figures.Seconds(now.IntervalTtftP50Seconds),
                $"p95 {Figures.Seconds(now.IntervalTtftP95Seconds)} · run p95 {Figures.Seconds(now.TtftP95Seconds)}"
            ),
            (
                "call.latency",
                "call latency, p50",
                Figures.Seconds(now.IntervalLatencyP50Seconds),
                $"p95 {Figures.Seconds(now.IntervalLatencyP95Seconds)} · run p95 {Figures.Seconds(now.LatencyP95Seconds)}"
            ),
            ("task", "tasks ended", Figures.Count(now.EndedTasks), $"{Figures.Number(now.TasksPerHour)} per hour"),
            (
                "call.errors",
                "calls failed",
                Figures.Count(now.FailedCalls),
                now.EndedCalls > 0
                    ? $"{Figures.Percent((double)now.FailedCalls / now.EndedCalls)} of {Figures.Count(now.EndedCalls)}"
                    : "none ended yet"
            ),
        ];
        if (now.RequestedTasks is { } requested)
        {
            shown.Insert(
                1,
                (
                    "open loop",
                    "tasks begun/s",
                    Figures.Number(now.StartedPerSecond),
                    $"{Figures.Number(now.RequestedPerSecond)} requested, {Figures.Count(Math.Max(0, requested - now.StartedTasks))} behind"
                )
            );
        }

        var figures = new Markup();
        foreach (var (term, name, value, detail) in shown)
        {
            figures.Add($"""<div><dt>{Term(term, name)}</dt><dd>{value}<small>{detail}</small></dd></div>""");
        }

        return Markup.Of($"""<dl class="key-figures">{figures}</dl>""");
    }

    private static Markup Term(string term, string shown) =>
        Glossary.All.ContainsKey(term) ? Glossary.Term(term, shown) : Markup.Of($"{shown}");

    private static Markup Strategies(LiveFrame frame)
    {
        if (frame.Groups.Count == 0)
        {
            return Markup.Of($"""<p class="foot">No task has ended yet.</p>""");
        }

        var table = new DataTable(
            "Strategies",
            false,
            Markup.Of($"mean per task"),
            Markup.Of($"tasks"),
            Glossary.Term("task.solved", "solved"),
            Glossary.Term("task.calls", "calls"),
            Glossary.Term("task.total_tokens", "tokens"),
            Markup.Of($"latency p50")
        );
        foreach (var row in frame.Groups)
        {
            table.Add(
                Rows.NameOf(row.Row),
                Of(Figures.Count(row.Ended)),
                Of(row.Judged > 0 ? Figures.Percent((double)row.Solved / row.Judged) : Figures.Missing),
                Of(Figures.Number(row.Calls)),
                Of(Figures.Number(row.Tokens)),
                Of(Figures.Seconds(row.LatencyP50))
            );
        }

        return table.Draw();
    }

    private static Markup Task(RunningTask? task)
    {
        if (task is null)
        {
            return Markup.Of($"""<p class="foot">No task is shown step by step: none has begun, or agents live on a cluster.</p>""");
        }

        var shown = new ShownTask(RecordOf(task), MostSteps) { UnderWay = task.UnderWay.Select(step => step.Id).ToHashSet() };
        var drawn =
            shown.Steps.Count == 0
                ? null
                : Markup.Of(
                    $"""
                    <p class="keys"><i class="swatch used"></i>ended <i class="swatch wasted"></i>under way</p>
                    {CallTree.Draw(shown)}{Gantt.Draw(shown, isLive: true)}
                    """
                );
        return Markup.Of(
            $"""
            <p class="lead">Task {task.Id}: {Rows.Short(task.Strategy)} on {Rows.Short(task.ProblemId)} by agent {task.Agent}. {(
                task.State is { } state ? $"Ended {Words.Of(state.ToString())}" : "Under way"
            )} after {Figures.Seconds(task.Now - task.Start)}, {Figures.Count(task.Ended.Count + task.UnderWay.Count)} steps{(
                task.UnderWay.Count > 0 ? $", {Figures.Count(task.UnderWay.Count)} of them now" : ""
            )}.</p>{drawn}
            """
        );
    }

    private static Markup Failures(LiveFrame frame)
    {
        if (frame.Snapshot.FailedCalls == 0 && frame.Reasons.Count == 0)
        {
            return Markup.Of($"""<p class="foot">No call has failed.</p>""");
        }

        var reasons = new Markup();
        foreach (var reason in frame.Reasons)
        {
            reasons.Add($"""<li>{Figures.Count(reason.Count)} × <span class="message">{reason.What}</span></li>""");
        }

        return Markup.Of(
            $"""<p class="lead">{LiveText.Counts(frame.Snapshot.ByOutcome, static outcome => outcome.IsFailure())}</p><ul class="plain">{reasons}</ul>"""
        );
    }

    private static TaskRecord RecordOf(RunningTask task) =>
        new()
        {
            Id = task.Id,
            Attempt = 1,
            Agent = task.Agent,
            Group = task.Group,
            Problem = "",
            ProblemId = task.ProblemId,
            Strategy = task.Strategy,
            IsBaseline = false,
            IntendedStart = task.Start,
            Start = task.Start,
            End = task.Now,
            State = task.State ?? TaskState.Answered,
            Steps = TaskLines.Steps(task),
        };

    private static Markup Of(string text) => Markup.Of($"{text}");
}
