namespace AgentLoad.Agents.Workloads;

/// <summary>A workload, or the errors of its file.</summary>
/// <param name="File">File name for messages.</param>
/// <param name="Workload">The validated workload; null if there are errors.</param>
/// <param name="Errors">All errors, in the order of the file.</param>
internal sealed record WorkloadResult(string File, Workload? Workload, IReadOnlyList<WorkloadError> Errors)
{
    /// <summary>One line per error: file, line, path and message, or the override and the message.</summary>
    public IEnumerable<string> Lines =>
        Errors.Select(e =>
            e.IsOverride ? $"{e}"
            : e.Line > 0 ? $"{File}:{e.Line}: {e}"
            : $"{File}: {e}"
        );
}

/// <summary>An error in a workload.</summary>
/// <param name="Line">Line of the file, from 1; 0 if the error has no line.</param>
/// <param name="Path">Path in the workload ("groups[0].weight"), or the override; empty for the whole file.</param>
/// <param name="Message">The value found and the values allowed.</param>
/// <param name="IsOverride">True if the error is in an override, not in the file.</param>
internal sealed record WorkloadError(int Line, string Path, string Message, bool IsOverride = false)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
