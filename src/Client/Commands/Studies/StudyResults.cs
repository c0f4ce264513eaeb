using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>What a study came to, computed from its saved tasks.</summary>
/// <param name="Study">The study.</param>
/// <param name="Simulated">True where a simulated node took part.</param>
/// <param name="Cells">The grid, in its order.</param>
/// <param name="Laws">How costs grow with swept parameters.</param>
internal sealed record StudyResults(Study Study, bool Simulated, IReadOnlyList<CellResult> Cells, IReadOnlyList<StudyLaw> Laws)
{
    /// <summary>Computes everything.</summary>
    public static StudyResults Of(Study study, bool simulated, IReadOnlyList<StudyTask> tasks)
    {
        var byCell = tasks.ToLookup(task => task.CellId);
        var cells = study.Cells.Select(cell => CellOf(study, cell, [.. byCell[cell.Id]], byCell)).ToArray();
        foreach (var problem in cells.GroupBy(cell => cell.Cell.ProblemText))
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
        var judged = tasks.Where(task => task.State is TaskState.Solved or TaskState.Unsolved or TaskState.OutOfBudget).ToArray();
        var hasVerdict = tasks.Any(task => task.State is TaskState.Solved or TaskState.Unsolved);
        double? prompt = Mean(ran, task => task.PromptTokens),
            completion = Mean(ran, task => task.CompletionTokens);
        var direct = study.Cells.FirstOrDefault(other =>
            other.IsBaseline && other.Model == cell.Model && other.ProblemText == cell.ProblemText
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
                Solved = hasVerdict ? WilsonInterval.Of(judged.Count(task => task.State == TaskState.Solved), judged.Length) : null,
                Score = hasVerdict ? MeanInterval.Of([.. tasks.Select(task => task.Score).OfType<double>()]) : null,
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
                Cost = study.Prices.TryGetValue(cell.Model, out var price)
                    ? ((prompt * price.Prompt) + (completion * price.Completion)) / 1e6
                    : null,
                TokensOverDirect = Over(task => task.TotalTokens),
                CompletionTokensOverDirect = Over(task => task.CompletionTokens),
                CallsOverDirect = Over(task => task.Calls),
                LatencyOverDirect = Over(task => task.LatencySeconds),
            }
        );
    }

    /// <summary>Only for what is compared with published figures: resampling takes time.</summary>
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

    private static double? Share(StudyTask[] tasks, Func<StudyTask, long?> part, Func<StudyTask, long?> whole)
    {
        var known = tasks.Where(task => part(task) is not null && whole(task) is not null).ToArray();
        var sum = known.Sum(task => whole(task)!.Value);
        return sum > 0 ? (double)known.Sum(task => part(task)!.Value) / sum : null;
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

/// <summary>How a cost grows with a swept parameter, all else equal.</summary>
/// <param name="About">The cells that it holds for.</param>
/// <param name="Parameter">The swept parameter.</param>
/// <param name="Metric">What grows.</param>
/// <param name="Fit">The law.</param>
internal sealed record StudyLaw(string About, string Parameter, string Metric, PowerLawFit Fit)
{
    private static readonly (string Name, Func<StudyTask, double?> Value)[] Costs =
    [
        ("total_tokens", task => task.TotalTokens),
        ("calls", task => task.Calls),
        ("latency_s", task => task.LatencySeconds),
    ];

    /// <summary>A law for each swept parameter that is a number, each cost, and each combination of everything else.</summary>
    public static IEnumerable<StudyLaw> Of(Study study, ILookup<int, StudyTask> tasks) =>
        from cell in study.Cells
        from swept in cell.Swept
        let value = double.TryParse(swept.Value, System.Globalization.CultureInfo.InvariantCulture, out var x) ? x : double.NaN
        where double.IsFinite(value)
        let others = string.Join(' ', cell.Swept.Where(other => other.Key != swept.Key).Select(other => $"{other.Key}={other.Value}"))
        group (cell, value) by (
            cell.Strategy.Name,
            Problem: swept.Key.StartsWith("problem.", StringComparison.Ordinal) ? cell.Problem.Name : cell.ProblemText,
            cell.Model,
            cell.Budget,
            Parameter: swept.Key,
            others
        ) into alike
        from cost in Costs
        let fit = PowerLawFit.Of(
            [
                .. alike.SelectMany(one =>
                    tasks[one.cell.Id]
                        .Where(task => task.IsComparable && cost.Value(task) is not null)
                        .Select(task => new PowerLawObservation(task.Problem, one.value, cost.Value(task)!.Value))
                ),
            ],
            unchecked((int)study.Seed)
        )
        where fit is not null
        select new StudyLaw(
            string.Join(
                " · ",
                new[] { alike.Key.Name, alike.Key.others, alike.Key.Problem, alike.Key.Model, alike.Key.Budget }.Where(part =>
                    part.Length > 0
                )
            ),
            alike.Key.Parameter,
            cost.Name,
            fit
        );
}
