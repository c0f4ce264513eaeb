using System.Numerics;

namespace AgentLoad.Measurement.Histograms;

/// <summary>
/// The bucket scheme of HdrHistogram with three significant digits: 2,048 buckets of width 1, then 1,024 buckets for each doubling, each
/// twice as wide as the buckets before. A bucket is at most 1/1024 as wide as its lowest value.
/// </summary>
internal static class LogLinearBuckets
{
    private const int HalfBits = 10;
    private const int Half = 1 << HalfBits;

    /// <summary>Returns the bucket index of a non-negative value.</summary>
    public static int IndexOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - HalfBits);
        return (shift << HalfBits) + (int)(value >> shift);
    }

    /// <summary>Returns the lowest value of a bucket.</summary>
    public static long LowestOf(int index)
    {
        var shift = ShiftOf(index);
        return (long)(index - (shift << HalfBits)) << shift;
    }

    /// <summary>Returns the width of a bucket.</summary>
    public static long WidthOf(int index) => 1L << ShiftOf(index);

    private static int ShiftOf(int index) => Math.Max(0, (index >> HalfBits) - 1);
}
