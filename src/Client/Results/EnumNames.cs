using System.Collections.Frozen;

namespace AgentLoad.Client.Results;

/// <summary>Names of enum members without an allocation per value.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => value.ToString());
    private static readonly FrozenDictionary<string, T> ByName = Enum.GetValues<T>().ToFrozenDictionary(value => value.ToString());

    public static string Of(T value) => ByValue[value];

    /// <exception cref="RunStoreException">The database holds a name that this version does not know.</exception>
    public static T Parse(string name) =>
        ByName.TryGetValue(name, out var value)
            ? value
            : throw new RunStoreException(
                $"The run holds the {typeof(T).Name} '{name}', which this version does not know.",
                "Open it with the version that wrote it."
            );
}
