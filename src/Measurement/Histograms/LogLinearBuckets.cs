using System.Numerics;

namespace AgentLoad.Measurement.Histograms;

/// <summary>
/// HdrHistogram's bucket scheme at three significant digits: 2,048 buckets one unit wide, then 1,024 buckets for each further
/// doubling, each twice as wide as those before. A bucket is at most 1/1024 of its lowest value wide.
/// </summary>
internal static class LogLinearBuckets
{
    private const int HalfBits = 10;
    private const int Half = 1 << HalfBits;

    /// <summary>The bucket of a value, not negative.</summary>
    public static int IndexOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - HalfBits);
        return (shift << HalfBits) + (int)(value >> shift);
    }

    /// <summary>The lowest value of a bucket.</summary>
    public static long LowestOf(int index)
    {
        var shift = ShiftOf(index);
        return (long)(index - (shift << HalfBits)) << shift;
    }

    /// <summary>The number of values that share a bucket.</summary>
    public static long WidthOf(int index) => 1L << ShiftOf(index);

    private static int ShiftOf(int index) => Math.Max(0, (index >> HalfBits) - 1);
}
