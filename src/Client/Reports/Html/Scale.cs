namespace AgentLoad.Client.Reports.Html;

/// <summary>Maps values to a share of an axis, 0 to 1, and chooses its ticks.</summary>
/// <param name="Low">Value at the beginning.</param>
/// <param name="High">Value at the end, above <paramref name="Low"/>.</param>
/// <param name="IsLog">True where each decade is as long as the next.</param>
internal sealed record Scale(double Low, double High, bool IsLog)
{
    /// <summary>From 0 to at least the largest value, ending on a tick.</summary>
    public static Scale FromZero(double most)
    {
        most = double.IsFinite(most) && most > 0 ? most : 1;
        var step = Step(most / 4);
        return new Scale(0, Math.Ceiling((most / step) - 1e-9) * step, false);
    }

    /// <summary>Exactly between two values.</summary>
    public static Scale Between(double low, double high) => new(low, high > low ? high : low + 1, false);

    /// <summary>Whole ticks (1, 2, 5, 10, …) around the positive ones of the values.</summary>
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

    /// <summary>About so many round values.</summary>
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
