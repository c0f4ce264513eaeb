using System.Globalization;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>How a metric grows with swept parameters.</summary>
/// <param name="About">Cells that the law was fitted to.</param>
/// <param name="Parameters">Swept parameters: one with all other settings fixed, or all of them together.</param>
/// <param name="Metric">Metric.</param>
/// <param name="Law">Fitted law.</param>
internal sealed record StudyLaw(string About, IReadOnlyList<string> Parameters, string Metric, GrowthLaw Law)
{
    /// <summary>Values of the parameters and the measured mean of each point.</summary>
    public IReadOnlyList<(IReadOnlyList<double> X, double Mean)> Points { get; init; } = [];

    private static readonly (string Name, Func<StudyTask, Price?, double?> Value)[] TaskMetrics =
    [
        ("total_tokens", (task, _) => task.TotalTokens),
        ("calls", (task, _) => task.Calls),
        ("latency_s", (task, _) => task.LatencySeconds),
        ("cost", (task, price) => price?.CostOf(task.PromptTokens, task.CompletionTokens)),
    ];

    private static readonly (string Name, Func<UnitLoad, double> Value)[] UnitMetrics =
    [
        ("tokens_per_s", load => load.TokensPerSecond),
        ("calls_in_flight", load => load.CallsInFlight),
    ];

    /// <summary>
    /// Fits a law for each numeric swept parameter and each combination of the other settings, and a law of all parameters together for
    /// each strategy that sweeps several.
    /// </summary>
    public static IEnumerable<StudyLaw> Of(Study study, ILookup<int, StudyTask> tasks)
    {
        var points = study.Cells.Select(cell => new Point(cell, Numbers(cell))).Where(point => point.Values.Count > 0).ToArray();
        var single =
            from point in points
            from value in point.Values
            let others = string.Join(' ', point.Cell.Swept.Where(o => o.Key != value.Key).Select(o => $"{o.Key}={o.Value}"))
            group point by (Key: KeyOf(point.Cell, value.Key.StartsWith("problem.", StringComparison.Ordinal)), value.Key, others) into line
            from law in Fit(study, tasks, AboutOf(line.Key.Item1, line.Key.others), [line.Key.Item2], [.. line])
            select law;
        var joint =
            from point in points
            group point by KeyOf(point.Cell, point.Values.Keys.Any(k => k.StartsWith("problem.", StringComparison.Ordinal))) into plane
            let parameters = plane
                .SelectMany(point => point.Values)
                .GroupBy(pair => pair.Key)
                .Where(pairs => pairs.Select(pair => pair.Value).Distinct().Count() > 1)
                .Select(pairs => pairs.Key)
                .ToArray()
            where parameters.Length > 1
            let full = plane.Where(point => parameters.All(point.Values.ContainsKey)).ToArray()
            where full.Length > 0
            from law in Fit(study, tasks, AboutOf(plane.Key, ""), parameters, full)
            select law;
        return [.. single, .. joint];
    }

    private static IEnumerable<StudyLaw> Fit(Study study, ILookup<int, StudyTask> tasks, string about, string[] parameters, Point[] points)
    {
        var observations = TaskMetrics
            .Select(metric =>
                (metric.Name, Values: points.SelectMany(p => OfTasks(p, tasks[p.Cell.Id], t => metric.Value(t, PriceOf(study, p.Cell)))))
            )
            .Concat(
                UnitMetrics.Select(metric => (metric.Name, Values: points.SelectMany(p => OfUnits(p, tasks[p.Cell.Id], metric.Value))))
            );
        return from metric in observations
            let values = metric.Values.ToArray()
            let law = GrowthLaw.Of(values, unchecked((int)study.Seed))
            where law is not null
            select new StudyLaw(about, parameters, metric.Name, law) { Points = MeansOf(values) };

        IEnumerable<GrowthObservation> OfTasks(Point point, IEnumerable<StudyTask> ran, Func<StudyTask, double?> value) =>
            ran.Where(task => task.IsComparable && value(task) is not null)
                .Select(task => new GrowthObservation(task.Problem, XOf(point), value(task)!.Value));

        IEnumerable<GrowthObservation> OfUnits(Point point, IEnumerable<StudyTask> ran, Func<UnitLoad, double> value) =>
            ran.GroupBy(task => task.Seed)
                .Select(unit => (unit.Key, Load: UnitLoad.Of([.. unit])))
                .Where(unit => unit.Load is not null)
                .Select(unit => new GrowthObservation($"{unit.Key}", XOf(point), value(unit.Load!)));

        double[] XOf(Point point) => [.. parameters.Select(name => point.Values[name])];
    }

    private static (IReadOnlyList<double> X, double Mean)[] MeansOf(GrowthObservation[] observations)
    {
        var data = new GrowthData(observations);
        return [.. data.Points.Zip(data.Means()).Where(point => point.Second > 0).Select(point => (point.First, point.Second!.Value))];
    }

    private static Price? PriceOf(Study study, StudyCell cell) => study.Prices.GetValueOrDefault(cell.Model);

    /// <summary>Returns the swept parameters of a cell that are numbers.</summary>
    private static Dictionary<string, double> Numbers(StudyCell cell) =>
        cell
            .Swept.Select(s => (s.Key, Value: double.TryParse(s.Value, CultureInfo.InvariantCulture, out var x) ? x : double.NaN))
            .Where(s => double.IsFinite(s.Value))
            .ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);

    private static (string Strategy, string Problem, string Model, string Budget) KeyOf(StudyCell cell, bool sweepsProblem) =>
        (cell.Strategy.Name, sweepsProblem ? cell.Problem.Name : cell.ProblemText, cell.Model, cell.Budget);

    private static string AboutOf((string Strategy, string Problem, string Model, string Budget) key, string others) =>
        string.Join(" · ", new[] { key.Strategy, others, key.Problem, key.Model, key.Budget }.Where(part => part.Length > 0));

    private sealed record Point(StudyCell Cell, Dictionary<string, double> Values);
}
