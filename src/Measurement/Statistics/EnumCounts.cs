namespace AgentLoad.Measurement.Statistics;

/// <summary>A count for each member of an enum.</summary>
internal sealed class EnumCounts<T>
    where T : struct, Enum
{
    private static readonly T[] Members = Enum.GetValues<T>();
    private readonly Dictionary<T, long> _counts = Members.ToDictionary(static member => member, static _ => 0L);

    public long this[T member] => _counts[member];

    public long Total => _counts.Values.Sum();

    public void Add(T member, long count = 1) => _counts[member] += count;

    public void Add(EnumCounts<T> other)
    {
        foreach (var member in Members)
        {
            _counts[member] += other._counts[member];
        }
    }

    /// <summary>Returns a copy in the order of the enum members.</summary>
    public IReadOnlyDictionary<T, long> ToDictionary() => Members.ToDictionary(static member => member, member => _counts[member]);
}
