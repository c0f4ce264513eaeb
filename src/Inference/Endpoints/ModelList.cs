namespace AgentLoad.Inference.Endpoints;

/// <summary>Formats the models of a server for messages.</summary>
internal static class ModelList
{
    private const int MaxNames = 10;

    /// <summary>Returns up to ten names separated by commas; "none" if there are no models.</summary>
    public static string Format(IReadOnlyList<string?> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? ", …" : "");
}
