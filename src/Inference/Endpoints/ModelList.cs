namespace AgentLoad.Inference.Endpoints;

/// <summary>Formats the models of a server for messages.</summary>
internal static class ModelList
{
    private const int MaxNames = 10;

    /// <summary>
    /// Returns true if two names can mean the same model: in any case, with or without a tag, a vendor, a folder, a date or a file name
    /// extension.
    /// </summary>
    public static bool IsSame(string one, string other) =>
        one.Contains(other, StringComparison.OrdinalIgnoreCase)
        || other.Contains(one, StringComparison.OrdinalIgnoreCase)
        || string.Equals(BaseName(one), BaseName(other), StringComparison.OrdinalIgnoreCase);

    private static string BaseName(string name)
    {
        string last = name[(name.LastIndexOf('/') + 1)..];
        return last.Split(':')[0].Replace(".gguf", "", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Returns up to ten names separated by commas; "none" if there are no models.</summary>
    public static string Format(IReadOnlyList<string?> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? ", …" : "");
}
