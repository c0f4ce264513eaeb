namespace AgentLoad.Agents.Workloads;

/// <summary>A workload, or every reason why there is none.</summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Workload">The validated workload; null where there are errors.</param>
/// <param name="Errors">All errors, in the order of the file.</param>
public sealed record WorkloadResult(string File, Workload? Workload, IReadOnlyList<WorkloadError> Errors)
{
    /// <summary>One line per error: file, line, path and message.</summary>
    public IEnumerable<string> Lines => Errors.Select(e => e.Line > 0 ? $"{File}:{e.Line}: {e}" : $"{File}: {e}");
}

/// <summary>Something wrong in a workload.</summary>
/// <param name="Line">Line of the file, from 1; 0 where it is not about a line, as for a <c>--set</c> argument.</param>
/// <param name="Path">Place in the workload ("groups[0].weight"); empty for the file as a whole.</param>
/// <param name="Message">What was found and what is allowed.</param>
public sealed record WorkloadError(int Line, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
