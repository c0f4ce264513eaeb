using System.Collections.Frozen;

namespace AgentLoad.Client.Results;

/// <summary>Maps enum members to names and back without allocations.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => value.ToString());
    private static readonly FrozenDictionary<string, T> ByName = Enum.GetValues<T>().ToFrozenDictionary(value => value.ToString());

    public static string Of(T value) => ByValue[value];

    /// <exception cref="RunStoreException">The database contains a name that this version does not support.</exception>
    public static T Parse(string name) =>
        ByName.TryGetValue(name, out var value)
            ? value
            : throw new RunStoreException(
                $"The run contains the {typeof(T).Name} '{name}', which this version does not support.",
                "Open it with the version of agentload that wrote it."
            );
}
