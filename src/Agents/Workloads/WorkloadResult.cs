namespace AgentLoad.Agents.Workloads;

/// <summary>A workload, or the errors of its file.</summary>
/// <param name="File">File name for messages.</param>
/// <param name="Workload">The validated workload; null if there are errors.</param>
/// <param name="Errors">All errors, in the order of the file.</param>
internal sealed record WorkloadResult(string File, Workload? Workload, IReadOnlyList<WorkloadError> Errors)
{
    /// <summary>One line per error: file, line, path and message.</summary>
    public IEnumerable<string> Lines => Errors.Select(e => e.Line > 0 ? $"{File}:{e.Line}: {e}" : $"{File}: {e}");
}

/// <summary>An error in a workload.</summary>
/// <param name="Line">Line of the file, from 1; 0 if the error has no line, as for a <c>--set</c> argument.</param>
/// <param name="Path">Path in the workload ("groups[0].weight"); empty for the whole file.</param>
/// <param name="Message">The value found and the values allowed.</param>
internal sealed record WorkloadError(int Line, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
