using System.Globalization;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Servers;
using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>Computes a <see cref="RunSummary"/> from the records of a run.</summary>
internal static class RunSummarizer
{
    /// <summary>
    /// Summarizes a run. Enumerates <paramref name="tasks"/> once, in any order, and keeps only a few numbers per call and task.
    /// </summary>
    public static RunSummary Summarize(RunFacts facts, IEnumerable<TaskRecord> tasks, SummaryInputs? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(tasks);
        inputs ??= new SummaryInputs();
        var span = MeasuredWindow.Of(facts);
        var states = new EnumCounts<TaskState>();
        var validity = new ValidityChecks(facts);
        var totals = new TotalsSum();
        var baselineTotals = new TotalsSum();
        var cut = new CutReplies(facts.ShapedGroups);
        var window = new WindowCounter(span);
        var calls = new CallColumns(facts, span, inputs);
        var rows = new RowTable();
        var (lateness, latencies) = (new List<double>(), new List<double>());
        var goodTasks = new GoodTaskCounter(inputs.Slos);
        var slos = new SloSamples(inputs.Slos, calls);
        var failed = new FailedTasks(inputs.MaxFailedShare);
        foreach (var task in tasks)
        {
            states.Add(task.State);
            validity.Add(task);
            cut.Add(task);
            var metrics = TaskMetrics.Of(task);
            (task.IsBaseline ? baselineTotals : totals).Add(metrics);
            window.Add(task);
            calls.Add(task);
            if (!task.IsBaseline && span.Ended(task))
            {
                goodTasks.Add(task, metrics);
            }

            if (!span.Began(task))
            {
                continue;
            }

            rows.Add(task, metrics);
            if (!task.IsBaseline)
            {
                slos.Add(task, metrics);
                failed.Add(task);
                lateness.Add(Math.Max(0, task.Start - task.IntendedStart));
                latencies.Add(metrics.LatencySeconds);
            }
        }

        states.Add(TaskState.Aborted, facts.NotStarted);
        var counts = window.ToCounts();
        var summary = calls.ToSummary();
        return new RunSummary
        {
            Run = facts,
            Invalid =
            [
                .. validity.Reasons(states.Total),
                .. failed.Reasons(),
                .. BottleneckChecks.Reasons(facts, inputs.Client, calls, lateness, latencies),
            ],
            Degraded =
            [
                .. facts.Losses.Select(static loss => loss.ToString()),
                .. LostElsewhere(facts),
                .. ReadDelayChecks.Reasons(summary),
                .. inputs.Degraded,
                .. cut.Reasons(),
            ],
            Tasks = new TaskCounts(facts.PlannedTasks, states.Total, baselineTotals.Tasks, states.ToDictionary(), counts),
            Strategies = rows.ToRows(facts.Seed),
            Calls = summary,
            Throughput = Rates.Of(counts.Ended, calls.Totals, facts.WindowSeconds),
            Goodput = Rates.Good(goodTasks.Count, calls.Good, facts.WindowSeconds),
            Totals = totals.ToTotals(),
            BaselineTotals = baselineTotals.ToTotals(),
            Client = inputs.Client,
            Servers = ServerSideSummary.Of(inputs.Servers, facts, window.EndedWithBaseline, calls.AllCompletionTokens),
            Slos = slos.Evaluate(),
        };
    }

    private static IEnumerable<string> LostElsewhere(RunFacts facts) =>
        facts.LostCalls - facts.Losses.Sum(static loss => loss.LostCalls ?? 0) is > 0 and var calls
            ?
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{calls:N0} calls of hosts that were not lost are in no record: another host recorded their task first."
                ),
            ]
            : [];
}
