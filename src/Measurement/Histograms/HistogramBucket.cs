namespace AgentLoad.Measurement.Histograms;

/// <summary>A non-empty histogram bucket, for storage and charts.</summary>
/// <param name="LowestMicroseconds">Lowest value of the bucket, microseconds; identifies the bucket.</param>
/// <param name="WidthMicroseconds">Width of the bucket, microseconds.</param>
/// <param name="Count">Number of recorded values.</param>
internal readonly record struct HistogramBucket(long LowestMicroseconds, long WidthMicroseconds, long Count);
