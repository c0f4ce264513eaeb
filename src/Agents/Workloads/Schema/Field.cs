namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>A key of a mapping: its kind, its description, and access to its value in the record.</summary>
internal sealed record Field(string Key, Kind Kind, string Description, Func<object, object?> Get, Func<object, object, object> Set)
{
    public bool IsRequired { get; init; }

    /// <summary>Description of the default if the record's default value does not show it; null otherwise.</summary>
    public string? DefaultNote { get; init; }

    /// <summary>Example value for the starter if the key has no default value; null otherwise.</summary>
    public string? Sample { get; init; }

    public static Field On<T, TValue>(string key, Kind kind, string description, Func<T, object?> get, Func<T, TValue, T> set)
        where T : class => new(key, kind, description, owner => get((T)owner), (owner, value) => set((T)owner, (TValue)value));
}
