namespace AgentLoad.Client.Reports.Html;

/// <summary>Maps values to a share of an axis, 0 to 1, and chooses its ticks.</summary>
/// <param name="Low">Value at the start of the axis.</param>
/// <param name="High">Value at the end of the axis, greater than <paramref name="Low"/>.</param>
/// <param name="IsLog">True for a logarithmic axis.</param>
internal sealed record Scale(double Low, double High, bool IsLog)
{
    /// <summary>Creates a linear scale from 0 to the first tick at or above a value.</summary>
    public static Scale FromZero(double most)
    {
        most = double.IsFinite(most) && most > 0 ? most : 1;
        var step = Step(most / 4);
        return new Scale(0, Math.Ceiling((most / step) - 1e-9) * step, false);
    }

    /// <summary>Creates a linear scale between two values.</summary>
    public static Scale Between(double low, double high) => new(low, high > low ? high : low + 1, false);

    /// <summary>Creates a logarithmic scale from tick to tick (1, 2, 5, 10, …) around the positive values.</summary>
    public static Scale LogAround(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(value => value > 0 && double.IsFinite(value)))
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (high < low)
        {
            (low, high) = (1, 10);
        }

        (low, high) = (Round(low * 1.0000001, up: false), Round(high * 0.9999999, up: true));
        return new Scale(low, high > low ? high : low * 10, true);
    }

    public double At(double value) =>
        Math.Clamp(IsLog ? Math.Log(Math.Max(value, Low) / Low) / Math.Log(High / Low) : (value - Low) / (High - Low), 0, 1);

    /// <summary>Returns approximately the given number of round values.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        if (!IsLog)
        {
            var step = Step((High - Low) / about);
            // Adding 0 turns −0 into 0.
            for (var i = Math.Ceiling((Low / step) - 1e-9); i * step <= High + (step * 1e-6); i++)
            {
                yield return (i * step) + 0.0;
            }

            yield break;
        }

        var decades = Math.Log10(High / Low);
        double[] within =
            decades > about ? [1]
            : decades * 3 > about + 2 ? [1]
            : [1, 2, 5];
        var every = Math.Max(1, (int)Math.Ceiling(decades / about));
        for (var exponent = (int)Math.Floor(Math.Log10(Low) + 1e-9); Math.Pow(10, exponent) <= High * 1.000001; exponent += every)
        {
            foreach (var digit in within)
            {
                if (digit * Math.Pow(10, exponent) is var tick && tick >= Low * 0.999999 && tick <= High * 1.000001)
                {
                    yield return tick;
                }
            }
        }
    }

    private static double Step(double about)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(about)));
        return magnitude
            * (
                (about / magnitude) switch
                {
                    <= 1 => 1,
                    <= 2 => 2,
                    <= 5 => 5,
                    _ => 10,
                }
            );
    }

    private static double Round(double value, bool up)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double[] steps = [1, 2, 5, 10];
        return magnitude * (up ? steps.First(step => step >= value / magnitude) : steps.Last(step => step <= value / magnitude));
    }
}
