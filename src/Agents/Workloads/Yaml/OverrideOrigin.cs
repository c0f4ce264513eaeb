namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Names an override in error messages.</summary>
/// <param name="Option">The command-line option that sets the value; null for <c>--set</c>.</param>
/// <param name="Path">Path of the setting.</param>
internal sealed record OverrideOrigin(string? Option, string Path)
{
    /// <summary>
    /// Formats the place of an error: the option, or <c>--set</c> with its path and, if the error is inside the value, the path of the
    /// error.
    /// </summary>
    public string PlaceOf(string errorPath) =>
        Option ?? (errorPath.Length == 0 || errorPath == Path ? $"--set {Path}" : $"--set {Path}: {errorPath}");
}
