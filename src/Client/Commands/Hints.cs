using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands.Studies;

namespace AgentLoad.Client.Commands;

/// <summary>Says on stderr, each thing once, what is allowed but hardly what was meant.</summary>
internal static class Hints
{
    /// <summary>The workload, once its hints are written.</summary>
    public static Workload WriteHints(this Workload workload)
    {
        Write(WorkloadHints.Of(workload));
        return workload;
    }

    /// <summary>The study, once the hints of its cells are written; what is wrong with many cells is said once.</summary>
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
