namespace AgentLoad.Measurement.Statistics;

/// <summary>Bootstrap intervals (Efron 1979): percentile method, seeded, so that the same data give the same interval.</summary>
public static class Bootstrap
{
    private const int MostBlocks = 2000;

    /// <summary>
    /// Mean of the numerators / mean of the denominators with a 95 % interval. The pairs (one per problem) are drawn together, so what
    /// makes a problem hard on both sides cancels.
    /// </summary>
    /// <param name="pairs">Numerator and denominator of each problem, not negative.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <returns>Null without pairs, and where the denominators have no positive mean. A resample whose denominators are all 0 is left out.</returns>
    public static RatioInterval? RatioOfMeans(
        IReadOnlyList<(double Numerator, double Denominator)> pairs,
        int seed = 1,
        int resamples = 2000
    )
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var random = new Random(seed);
        var data = Blocks(pairs, random);
        double over = 0,
            under = 0;
        foreach (var (numerator, denominator) in data)
        {
            (over, under) = (over + numerator, under + denominator);
        }

        if (!(under > 0))
        {
            return null;
        }

        var ratio = over / under;

        var ratios = new List<double>(resamples);
        for (var round = 0; round < resamples; round++)
        {
            (over, under) = (0, 0);
            for (var draw = 0; draw < data.Length; draw++)
            {
                var (numerator, denominator) = data[random.Next(data.Length)];
                (over, under) = (over + numerator, under + denominator);
            }

            if (under > 0)
            {
                ratios.Add(over / under);
            }
        }

        ratios.Sort();
        var sorted = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ratios);
        return ratios.Count == 0
            ? new RatioInterval(ratio, ratio, ratio, pairs.Count)
            : new RatioInterval(ratio, Percentile.OfSorted(sorted, 0.025), Percentile.OfSorted(sorted, 0.975), pairs.Count);
    }

    private static (double Numerator, double Denominator)[] Blocks(
        IReadOnlyList<(double Numerator, double Denominator)> pairs,
        Random random
    )
    {
        var data = pairs.ToArray();
        if (data.Length <= MostBlocks)
        {
            return data;
        }

        random.Shuffle(data);
        var blocks = new (double Numerator, double Denominator)[MostBlocks];
        for (var i = 0; i < data.Length; i++)
        {
            ref var block = ref blocks[i % MostBlocks];
            block = (block.Numerator + data[i].Numerator, block.Denominator + data[i].Denominator);
        }

        return blocks;
    }
}
