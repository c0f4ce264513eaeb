namespace AgentLoad.Measurement.Statistics;

/// <summary>One observation for a fit of growth.</summary>
/// <param name="Replicate">Problem or repetition that the value was measured on; resampling draws it with all its values.</param>
/// <param name="X">Values of the swept parameters.</param>
/// <param name="Y">Measured value.</param>
internal sealed record GrowthObservation(string Replicate, IReadOnlyList<double> X, double Y)
{
    /// <summary>Creates an observation with one swept parameter.</summary>
    public GrowthObservation(string replicate, double x, double y)
        : this(replicate, [x], y) { }
}

/// <summary>Observations grouped by point (values of the swept parameters) and replicate. Non-finite values are ignored.</summary>
internal sealed class GrowthData
{
    private readonly double?[][] _values;

    public GrowthData(IReadOnlyList<GrowthObservation> observations)
    {
        var usable = observations.Where(o => double.IsFinite(o.Y) && o.X.All(x => x > 0 && double.IsFinite(x))).ToArray();
        var byPoint = usable.GroupBy(o => string.Join('/', o.X.Select(x => x.ToString("R")))).ToArray();
        Points = [.. byPoint.Select(point => point.First().X).OrderBy(x => x[0])];
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Points.Count; i++)
        {
            index[string.Join('/', Points[i].Select(x => x.ToString("R")))] = i;
        }

        _values =
        [
            .. usable
                .GroupBy(o => o.Replicate, StringComparer.Ordinal)
                .Select(replicate =>
                {
                    var row = new double?[Points.Count];
                    foreach (var point in replicate.GroupBy(o => index[string.Join('/', o.X.Select(x => x.ToString("R")))]))
                    {
                        row[point.Key] = point.Average(o => o.Y);
                    }

                    return row;
                }),
        ];
    }

    /// <summary>Distinct values of the swept parameters.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Points { get; }

    /// <summary>Number of replicates.</summary>
    public int Replicates => _values.Length;

    /// <summary>Returns the mean of each point; null if no replicate has it.</summary>
    public double?[] Means() => Means(_values);

    /// <summary>Returns the means of a resample that draws replicates with replacement.</summary>
    public double?[] Resample(Random random)
    {
        var drawn = new double?[_values.Length][];
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = _values[random.Next(_values.Length)];
        }

        return Means(drawn);
    }

    /// <summary>Returns the standard error of the mean of a point; 0 if fewer than two replicates have it.</summary>
    public double StandardError(int point)
    {
        var values = _values.Select(row => row[point]).OfType<double>().ToArray();
        if (values.Length < 2)
        {
            return 0;
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
    }

    private double?[] Means(double?[][] rows)
    {
        var means = new double?[Points.Count];
        for (var i = 0; i < means.Length; i++)
        {
            var (sum, count) = (0.0, 0);
            foreach (var row in rows)
            {
                if (row[i] is { } y)
                {
                    (sum, count) = (sum + y, count + 1);
                }
            }

            means[i] = count == 0 ? null : sum / count;
        }

        return means;
    }
}
