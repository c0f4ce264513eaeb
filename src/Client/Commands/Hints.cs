using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands.Studies;

namespace AgentLoad.Client.Commands;

/// <summary>Writes warnings to stderr about valid settings that are probably not intended.</summary>
internal static class Hints
{
    /// <summary>Writes the hints of the workload and returns it.</summary>
    public static Workload WriteHints(this Workload workload)
    {
        Write(WorkloadHints.Of(workload));
        return workload;
    }

    /// <summary>Writes the distinct hints of all cells and returns the study.</summary>
    public static Study WriteHints(this Study study)
    {
        Write(
            study
                .Cells.SelectMany(cell => WorkloadHints.Of(cell.Workload))
                .Select(hint => $"strategies{hint[hint.IndexOf(':', StringComparison.Ordinal)..]}")
                .Distinct(StringComparer.Ordinal)
        );
        return study;
    }

    private static void Write(IEnumerable<string> hints)
    {
        foreach (var hint in hints)
        {
            Console.Error.WriteLine($"warning: {hint}");
        }
    }
}
