namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>A key of a mapping: what it holds, and where the record keeps it.</summary>
internal sealed record Field(string Key, Kind Kind, string Description, Func<object, object?> Get, Func<object, object, object> Set)
{
    public bool IsRequired { get; init; }

    /// <summary>What holds where the key is left out, where the record's own default does not say it.</summary>
    public string? DefaultNote { get; init; }

    /// <summary>Value that the starter shows in a comment where the key has no value of its own to show.</summary>
    public string? Sample { get; init; }

    public static Field On<T, TValue>(string key, Kind kind, string description, Func<T, object?> get, Func<T, TValue, T> set)
        where T : class => new(key, kind, description, owner => get((T)owner), (owner, value) => set((T)owner, (TValue)value));
}
