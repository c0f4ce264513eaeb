namespace AgentLoad.Measurement.Histograms;

/// <summary>A bucket that holds something, for storage and charts.</summary>
/// <param name="LowestMicroseconds">Lowest value of the bucket, microseconds: what identifies it.</param>
/// <param name="WidthMicroseconds">Number of microsecond values that share it.</param>
/// <param name="Count">Number of values in it.</param>
public readonly record struct HistogramBucket(long LowestMicroseconds, long WidthMicroseconds, long Count);
