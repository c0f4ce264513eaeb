using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>How calls and tasks ended, and what errors said.</summary>
internal static class FailuresSection
{
    private const int MostMessages = 15;

    public static Markup Write(ReportData data)
    {
        var failures = data.Failures;
        if (failures.Tasks.Count == 0)
        {
            return new Markup();
        }

        return Markup.Of(
            $"""
            <section id="failures"><h2>How calls and tasks ended{StatusBadges.Of(data)}</h2><p class="lead">The whole run, baseline included.</p>
            <div class="pair">{Table("calls", "outcome of calls", failures.Calls, outcome => outcome.IsGood(), outcome => outcome.ToString())}{Table("tasks", "state of tasks", failures.Tasks,
                state => state is TaskState.Solved or TaskState.Answered, state => state is TaskState.Aborted ? "TaskAborted" : state.ToString())}</div>{Messages(failures)}</section>
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

        var table = new DataTable("What errors said", true, Markup.Of($"where"), Markup.Of($"times"), Markup.Of($"message"));
        foreach (var (where, message, count) in messages.Take(MostMessages))
        {
            table.Add(
                Markup.Of($"{where}"),
                Markup.Of($"{NumberFormat.Count(count)}"),
                Markup.Of($"""<span class="message">{message}</span>""")
            );
        }

        var more =
            messages.Count > MostMessages
                ? Markup.Of(
                    $"""<p class="foot">and {messages.Count - MostMessages} more messages, {NumberFormat.Count(messages.Skip(MostMessages).Sum(m => m.Count))} times</p>"""
                )
                : null;
        return Markup.Of($"<h3>What errors said</h3>{table.Draw()}{more}");
    }
}
