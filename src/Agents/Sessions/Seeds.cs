namespace AgentLoad.Agents.Sessions;

/// <summary>Derives seeds from a seed and a key. The result does not depend on the order of events, the process or the platform.</summary>
internal static class Seeds
{
    /// <summary>Derives a seed from <paramref name="seed"/> and a key: FNV-1a over the key, finished with SplitMix64.</summary>
    public static ulong Derive(ulong seed, string key)
    {
        var hash = 14695981039346656037UL ^ seed;
        foreach (var character in key)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return Mix(hash + (seed * 0x9E3779B97F4A7C15UL));
    }

    /// <summary>Creates a random number generator from <paramref name="seed"/> and a key.</summary>
    public static Random Random(ulong seed, string key) => new(unchecked((int)(Derive(seed, key) & 0x7FFFFFFF)));

    /// <summary>SplitMix64's finalizer (Steele, Lea, Flood 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
