using AgentLoad.Agents.Execution;
using AgentLoad.Client.Live.Terminal;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Reports.Html.Tasks;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Live.Web;

/// <summary>The dynamic parts of the live page. Each is replaced as a whole.</summary>
internal static class LiveParts
{
    private const int MaxSteps = 400;

    /// <summary>Returns the parts with their names in the page.</summary>
    public static IReadOnlyList<(string Name, Markup Part)> Of(LiveFrame frame) =>
        [
            ("facts", Facts(frame)),
            ("losses", Losses(frame)),
            ("slos", Slos(frame)),
            ("figures", KeyFigures(frame)),
            ("distribution", Distribution(frame)),
            ("strategies", Strategies(frame)),
            ("task", Task(frame.Task)),
            ("failures", Failures(frame)),
        ];

    private static Markup Facts(LiveFrame frame)
    {
        var done = LiveText.Progress(frame) is { } share ? Math.Clamp(share, 0, 1) : (double?)null;
        return Markup.Of(
            $"""
            <p class="facts">{LiveText.Time(frame)} · {LiveText.Tasks(frame.Snapshot)}{string.Concat(
                frame.Facts.Endpoints.Take(3).Select(NameOf)
            )}</p>
            {(
                done is { } known
                    ? Markup.Of(
                        $"""<svg class="progress" role="img" aria-label="{NumberFormat.Percent(known)} done">"""
                            + $"""<rect class="track" width="100%" height="100%"/>"""
                            + $"""<rect class="bar" width="{100 * known}%" height="100%"/></svg>"""
                    )
                    : null
            )}
            """
        );
    }

    private static string NameOf(EndpointFacts endpoint) =>
        $" · {TerminalText.Sanitize(endpoint.Model)} at {TerminalText.Sanitize(endpoint.Url)}";

    private static Markup Losses(LiveFrame frame)
    {
        var lines = new Markup();
        foreach (var loss in frame.Losses)
        {
            lines.Add($"""<p class="note degraded"><b>Host lost</b> {LiveText.Of(loss)}</p>""");
        }

        return lines;
    }

    private static Markup Slos(LiveFrame frame)
    {
        var lines = new Markup();
        foreach (var slo in frame.Slos)
        {
            var (css, mark) =
                slo.Samples == 0 ? ("", "·")
                : slo.Met ? ("met", "✓")
                : ("missed", "✗");
            lines.Add($"""<li class="{css}">{mark} {LiveText.Of(slo)}</li>""");
        }

        return frame.Slos.Count == 0
            ? new Markup()
            : Markup.Of($"""<h3>{Glossary.Term("SLO", "SLOs")} so far</h3><ul class="plain slos">{lines}</ul>""");
    }

    /// <summary>Distribution of the task latency of each strategy, with the bound of the SLO.</summary>
    private static Markup Distribution(LiveFrame frame)
    {
        var rows = frame.Groups.Where(row => !row.Row.IsBaseline && row.Latency.Count > 0).Take(PlotStyle.Count).ToArray();
        return rows.Length == 0
            ? Markup.Of($"""<p class="foot">No task has ended yet.</p>""")
            : (
                EcdfPlot.Of(
                    "task-latency",
                    "Share of ended tasks at or below",
                    [
                        .. rows.Select(
                            (row, i) => ($"{LiveText.NameOf(row.Row, withProblem: true)}", PlotStyle.Of(i), (string?)null, row.Latency)
                        ),
                    ],
                    axis: "task latency"
                ) with
                {
                    References = SloBounds.Of(frame.Slos.Select(slo => slo.Clause), "task.latency", isVertical: true),
                }
            ).Draw();
    }

    private static Markup KeyFigures(LiveFrame frame)
    {
        var now = frame.Snapshot;
        List<(string Term, string Shown, string Value, string Detail)> shown =
        [
            ("agent", "active agents", NumberFormat.Count(now.ActiveAgents), LiveText.AgentStates(frame)),
            (
                "calls in flight",
                "calls in flight",
                NumberFormat.Count(now.CallsInFlight),
                $"{NumberFormat.Number(now.CallsPerSecond)} ended per second"
            ),
            (
                "call.completion_tokens",
                "completion tokens/s",
                NumberFormat.Number(now.CompletionTokensPerSecond),
                $"{NumberFormat.Number(now.PromptTokensPerSecond)} prompt tokens/s"
            ),
            (
                "call.ttft",
                "time to first token, p50",
                NumberFormat.Seconds(now.IntervalTtftP50Seconds),
                $"p95 {NumberFormat.Seconds(now.IntervalTtftP95Seconds)} · run p95 {NumberFormat.Seconds(now.TtftP95Seconds)}"
            ),
            (
                "call.latency",
                "call latency, p50",
                NumberFormat.Seconds(now.IntervalLatencyP50Seconds),
                $"p95 {NumberFormat.Seconds(now.IntervalLatencyP95Seconds)} · run p95 {NumberFormat.Seconds(now.LatencyP95Seconds)}"
            ),
            ("task", "tasks ended", NumberFormat.Count(now.EndedTasks), $"{NumberFormat.Number(now.TasksPerHour)} per hour"),
            (
                "call.errors",
                "calls failed",
                NumberFormat.Count(now.FailedCalls),
                now.EndedCalls > 0
                    ? $"{NumberFormat.Percent((double)now.FailedCalls / now.EndedCalls)} of {NumberFormat.Count(now.EndedCalls)}"
                    : "no call has ended"
            ),
        ];
        if (now.ServerWaiting is { } waiting)
        {
            shown.Add(("path.queue", "waiting on the servers", NumberFormat.Number(waiting), "requests in server queues"));
        }

        if (now.ServerKvCacheUsage is { } usage)
        {
            shown.Add(("KV cache", "KV cache", NumberFormat.Percent(usage), "highest of the scraped servers"));
        }

        if (now.RequestedTasks is not null)
        {
            shown.Insert(
                1,
                (
                    "open loop",
                    "tasks started/s",
                    NumberFormat.Number(now.StartedPerSecond),
                    $"{NumberFormat.Number(now.RequestedPerSecond)} requested, " + $"{NumberFormat.Count(now.LateTasks ?? 0)} behind"
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
            Glossary.Term("task.latency", "latency p50"),
            Markup.Of($"p95")
        );
        foreach (var row in frame.Groups)
        {
            table.Add(
                StrategyRows.NameOf(row.Row),
                Of(NumberFormat.Count(row.Ended)),
                Of(row.Judged > 0 ? NumberFormat.Percent((double)row.Solved / row.Judged) : NumberFormat.Missing),
                Of(NumberFormat.Number(row.Calls)),
                Of(NumberFormat.Number(row.Tokens)),
                Of(NumberFormat.Seconds(row.LatencyP50)),
                Of(NumberFormat.Seconds(row.LatencyP95))
            );
        }

        return table.Draw();
    }

    private static Markup Task(RunningTask? task)
    {
        if (task is null)
        {
            return Markup.Of($"""<p class="foot">No task to show: none has started, or the agents run on a cluster.</p>""");
        }

        var shown = new TaskView(RecordOf(task), MaxSteps) { RunningSteps = task.UnderWay.Select(step => step.Id).ToHashSet() };
        var drawn =
            shown.Steps.Count == 0
                ? null
                : Markup.Of(
                    $"""
                    <p class="keys"><i class="swatch used"></i>ended <i class="swatch wasted"></i>running</p>
                    {CallTree.Draw(shown)}{Gantt.Draw(shown, isLive: true)}
                    """
                );
        var (strategy, problem) = (StrategyRows.Shorten(task.Strategy), StrategyRows.Shorten(task.ProblemId));
        return Markup.Of(
            $"""
            <p class="lead">Task {task.Id}: {strategy} on {problem} by agent {task.Agent}. {(
                task.State is { } state ? $"Ended {EnumText.Of(state.ToString())}" : "Running"
            )} after {NumberFormat.Seconds(task.Now - task.Start)}, {NumberFormat.Count(task.Ended.Count + task.UnderWay.Count)} steps{(
                task.UnderWay.Count > 0 ? $", {NumberFormat.Count(task.UnderWay.Count)} running" : ""
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
            reasons.Add($"""<li>{NumberFormat.Count(reason.Count)} × <span class="message">{reason.Description}</span></li>""");
        }

        return Markup.Of(
            $"""<p class="lead">{LiveText.Counts(frame.Snapshot.ByOutcome, static outcome => outcome.IsFailure())}</p><ul """
                + $"""class="plain">{reasons}</ul>"""
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
