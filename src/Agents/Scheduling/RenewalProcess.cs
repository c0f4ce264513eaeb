using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>Infinite renewal processes with a mean rate of one event per unit of time. A rate curve rescales them to the run.</summary>
internal static class RenewalProcess
{
    /// <summary>Returns the event times of a process. The first event of a constant process is at 0.</summary>
    public static IEnumerable<double> Of(ArrivalProcess process, double burstiness, Random random) =>
        process switch
        {
            ArrivalProcess.Constant => Even(),
            ArrivalProcess.Poisson => Sum(() => Exponential(random)),
            _ => Sum(() => Gamma(burstiness, random) / burstiness),
        };

    private static IEnumerable<double> Even()
    {
        // Counting avoids the rounding drift of a running sum.
        for (var n = 0L; ; n++)
        {
            yield return n;
        }
    }

    private static IEnumerable<double> Sum(Func<double> gap)
    {
        for (var at = gap(); ; at += gap())
        {
            yield return at;
        }
    }

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());

    /// <summary>
    /// Returns a gamma variate of scale 1 (Marsaglia and Tsang 2000); for a shape below 1, their power-of-uniform correction is applied.
    /// </summary>
    private static double Gamma(double shape, Random random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(random);
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
