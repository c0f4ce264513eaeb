using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Outcomes of calls and tasks, and error messages.</summary>
internal static class FailuresSection
{
    private const int MaxMessages = 15;

    public static Markup Write(ReportData data)
    {
        var failures = data.Failures;
        if (failures.Tasks.Count == 0)
        {
            return new Markup();
        }

        var calls = Table("calls", "outcome of calls", failures.Calls, outcome => outcome.IsGood(), outcome => outcome.ToString());
        var tasks = Table(
            "tasks",
            "state of tasks",
            failures.Tasks,
            state => state is TaskState.Solved or TaskState.Answered,
            state => state is TaskState.Aborted ? "TaskAborted" : state.ToString()
        );
        return Markup.Of(
            $"""
            <section id="failures"><h2>Outcomes of calls and tasks{StatusBadges.Of(data)}</h2>
            <p class="lead">The whole run, baseline included.</p>
            <div class="pair">{calls}{tasks}</div>{Messages(failures)}</section>
            """
        );
    }

    private static Markup Table<T>(string what, string head, Dictionary<T, long> counts, Func<T, bool> isGood, Func<T, string> term)
        where T : struct, Enum
    {
        var total = counts.Values.Sum();
        var table = new DataTable(head, true, Markup.Of($"{head}"), Markup.Of($"{what}"), Markup.Of($"share"));
        foreach (var (key, count) in counts.OrderByDescending(pair => pair.Value))
        {
            table.Add(
                Glossary.Term(term(key), EnumText.Of(key.ToString())),
                Markup.Of($"{NumberFormat.Count(count)}"),
                WasteSection.Bar(
                    (double)count / total,
                    isGood(key) ? "good"
                        : key is CallOutcome outcome && outcome.IsFailure() ? "failed"
                        : "other"
                )
            );
        }

        return Markup.Of($"<div>{table.Draw()}</div>");
    }

    private static Markup Messages(Failures failures)
    {
        var messages = failures.Messages;
        if (messages.Count == 0)
        {
            return new Markup();
        }

        var table = new DataTable("Error messages", true, Markup.Of($"source"), Markup.Of($"count"), Markup.Of($"message"));
        foreach (var (where, message, count) in messages.Take(MaxMessages))
        {
            table.Add(
                Markup.Of($"{where}"),
                Markup.Of($"{NumberFormat.Count(count)}"),
                Markup.Of($"""<span class="message">{message}</span>""")
            );
        }

        var more =
            messages.Count > MaxMessages
                ? Markup.Of(
                    $"""<p class="foot">and {messages.Count - MaxMessages} more messages, """
                        + $"""{NumberFormat.Count(messages.Skip(MaxMessages).Sum(m => m.Count))} occurrences</p>"""
                )
                : null;
        return Markup.Of($"<h3>Error messages</h3>{table.Draw()}{more}");
    }
}
