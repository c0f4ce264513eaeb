namespace AgentLoad.Measurement.Statistics;

/// <summary>Bootstrap intervals (Efron 1979) by the percentile method. The seed makes the result reproducible.</summary>
internal static class Bootstrap
{
    private const int MaxBlocks = 2000;

    /// <summary>
    /// Returns the ratio of means (numerators / denominators) with a 95 % interval. Each pair belongs to one problem and is drawn as a
    /// whole, so that the difficulty of the problem cancels out.
    /// </summary>
    /// <param name="pairs">Numerator and denominator of each problem, non-negative.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <returns>
    /// Null without pairs or if the mean of the denominators is not positive. Resamples with a denominator of 0 are ignored.
    /// </returns>
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
        if (pairs.Count == 1)
        {
            return new RatioInterval(ratio, null, null, 1);
        }

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
            ? new RatioInterval(ratio, null, null, pairs.Count)
            : new RatioInterval(ratio, Percentile.OfSorted(sorted, 0.025), Percentile.OfSorted(sorted, 0.975), pairs.Count);
    }

    private static (double Numerator, double Denominator)[] Blocks(
        IReadOnlyList<(double Numerator, double Denominator)> pairs,
        Random random
    )
    {
        var data = pairs.ToArray();
        if (data.Length <= MaxBlocks)
        {
            return data;
        }

        random.Shuffle(data);
        var blocks = new (double Numerator, double Denominator)[MaxBlocks];
        for (var i = 0; i < data.Length; i++)
        {
            ref var block = ref blocks[i % MaxBlocks];
            block = (block.Numerator + data[i].Numerator, block.Denominator + data[i].Denominator);
        }

        return blocks;
    }
}
