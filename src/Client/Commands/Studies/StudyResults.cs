using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Results of a study, computed from its saved tasks.</summary>
/// <param name="Study">Study.</param>
/// <param name="Simulated">True if a simulated node served at least one model.</param>
/// <param name="Cells">Results of the cells, by cell id.</param>
/// <param name="Laws">Power laws of the costs over swept parameters.</param>
internal sealed record StudyResults(Study Study, bool Simulated, IReadOnlyList<CellResult> Cells, IReadOnlyList<StudyLaw> Laws)
{
    /// <summary>Computes the results.</summary>
    public static StudyResults Of(Study study, bool simulated, IReadOnlyList<StudyTask> tasks)
    {
        var byCell = tasks.ToLookup(task => task.CellId);
        var cells = study.Cells.Select(cell => CellOf(study, cell, [.. byCell[cell.Id]], byCell)).ToArray();
        foreach (var problem in cells.GroupBy(cell => (cell.Cell.ProblemText, cell.Cell.Workload.Load.Agents)))
        {
            var rows = problem.ToArray();
            var onTokens = Front(rows, row => row.TotalTokens);
            var onTime = Front(rows, row => row.Latency?.Mean);
            foreach (var row in rows)
            {
                cells[row.Cell.Id] = row with { OnTokenFront = onTokens.Contains(row), OnTimeFront = onTime.Contains(row) };
            }
        }

        return new StudyResults(study, simulated, cells, [.. StudyLaw.Of(study, byCell)]);
    }

    private static HashSet<CellResult> Front(CellResult[] rows, Func<CellResult, double?> cost) =>
        [.. ParetoFront.Of([.. rows.Select(row => (cost(row) ?? double.NaN, row.Solved?.Rate ?? double.NaN))]).Select(i => rows[i])];

    private static CellResult CellOf(Study study, StudyCell cell, StudyTask[] tasks, ILookup<int, StudyTask> byCell)
    {
        var ran = tasks.Where(task => task.IsComparable).ToArray();
        var judged = tasks.Where(task => task.State is not (TaskState.Failed or TaskState.Lost or TaskState.Answered)).ToArray();
        var hasVerdict = judged.Length > 0 && cell.HasVerifier;
        double? prompt = Mean(ran, task => task.PromptTokens),
            completion = Mean(ran, task => task.CompletionTokens);
        var direct = study.Cells.FirstOrDefault(other =>
            other.IsBaseline
            && other.Model == cell.Model
            && other.ProblemText == cell.ProblemText
            && other.Workload.Load.Agents == cell.Workload.Load.Agents
        );
        RatioInterval? Over(Func<StudyTask, double?> metric) =>
            direct is null || cell.IsBaseline ? null : Ratio(ran, [.. byCell[direct.Id].Where(t => t.IsComparable)], metric, study.Seed);
        return WithIntervals(
            study,
            ran,
            new CellResult
            {
                Cell = cell,
                Tasks = tasks.Length,
                States = Enum.GetValues<TaskState>().ToDictionary(state => state, state => tasks.Count(task => task.State == state)),
                Solved = hasVerdict ? WilsonInterval.Of(judged.Select(task => (task.Problem, task.State == TaskState.Solved))) : null,
                Score = hasVerdict
                    ? MeanInterval.Of(tasks.Where(task => task.Score is not null).Select(task => (task.Problem, task.Score!.Value)))
                    : null,
                Calls = Mean(ran, task => task.Calls),
                ToolCalls = Mean(ran, task => task.ToolCalls),
                Depth = Mean(ran, task => task.Depth),
                PeakCalls = Mean(ran, task => task.PeakCalls),
                PromptTokens = prompt,
                CompletionTokens = completion,
                TotalTokens = Mean(ran, task => task.TotalTokens),
                DistinctPromptTokens = Mean(ran, task => task.DistinctPromptTokens),
                ResentShare = Share(ran, task => task.ResentTokens, task => task.PromptTokens),
                WastedShare = Share(ran, task => task.WastedTokens, task => task.TotalTokens),
                Latency = Distribution.Of([.. ran.Select(task => task.LatencySeconds)]),
                CriticalPath = Mean(ran, task => task.CriticalPathSeconds),
                Parallelism = Mean(ran, task => task.Parallelism),
                ServerSeconds = Mean(ran, task => task.ServerSeconds),
                ParseFailures = tasks.Sum(task => task.ParseFailures),
                Retries = tasks.Sum(task => task.Retries),
                Cost = study.Prices.GetValueOrDefault(cell.Model)?.CostOf(prompt, completion),
                Loads = [.. tasks.GroupBy(task => task.Seed).Select(unit => UnitLoad.Of([.. unit])).OfType<UnitLoad>()],
                QueueShare = Share(ran, task => task.QueueSeconds, task => task.CallSeconds),
                TokensOverDirect = Over(task => task.TotalTokens),
                CompletionTokensOverDirect = Over(task => task.CompletionTokens),
                CallsOverDirect = Over(task => task.Calls),
                LatencyOverDirect = Over(task => task.LatencySeconds),
            }
        );
    }

    /// <summary>Adds confidence intervals for the metrics compared with published values only, because bootstrapping is slow.</summary>
    private static CellResult WithIntervals(Study study, StudyTask[] ran, CellResult cell) =>
        cell with
        {
            Intervals = study
                .Published.Where(figure => figure.Matches(cell.Cell))
                .Select(figure => figure.Metric)
                .Distinct(StringComparer.Ordinal)
                .Select(metric => (metric, Interval: MetricInterval.Of(metric, cell, ran)))
                .Where(found => found.Interval is not null)
                .ToDictionary(found => found.metric, found => found.Interval!.Value, StringComparer.Ordinal),
        };

    private static double? Mean(StudyTask[] tasks, Func<StudyTask, double?> metric) => tasks.Select(metric).Average();

    private static double? Share(StudyTask[] tasks, Func<StudyTask, double?> part, Func<StudyTask, double?> whole)
    {
        var known = tasks.Where(task => part(task) is not null && whole(task) is not null).ToArray();
        var sum = known.Sum(task => whole(task)!.Value);
        return sum > 0 ? known.Sum(task => part(task)!.Value) / sum : null;
    }

    private static RatioInterval? Ratio(StudyTask[] tasks, StudyTask[] direct, Func<StudyTask, double?> metric, long seed)
    {
        var baseline = direct
            .GroupBy(task => task.Problem)
            .ToDictionary(problem => problem.Key, problem => problem.Select(metric).Average());
        var pairs = tasks
            .GroupBy(task => task.Problem)
            .Select(problem => (Cost: problem.Select(metric).Average(), Direct: baseline.GetValueOrDefault(problem.Key)))
            .Where(pair => pair is { Cost: not null, Direct: not null })
            .Select(pair => (pair.Cost!.Value, pair.Direct!.Value))
            .ToArray();
        return Bootstrap.RatioOfMeans(pairs, unchecked((int)seed));
    }
}
