using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Comparisons;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Checks whether two runs can be compared.</summary>
internal static class Comparability
{
    /// <summary>Returns the reasons why the runs are not comparable; empty if they are. Servers and seeds may differ.</summary>
    public static IEnumerable<string> Reasons(RunArchive a, RunArchive b)
    {
        var name = Path.GetFileName(b.Folder);
        if (a.Facts.Simulated != b.Facts.Simulated)
        {
            yield return $"{name} is {(b.Facts.Simulated ? "simulated and the first is not" : "real and the first is simulated")}";
        }

        var (modelsA, modelsB) = (Models(a), Models(b));
        if (!a.Facts.Simulated && !b.Facts.Simulated && modelsA != modelsB)
        {
            yield return $"{name} used {modelsB}, the first {modelsA}";
        }

        if (NormalizedWorkload(a) != NormalizedWorkload(b))
        {
            yield return $"{name} has a different workload (groups or load differ)";
        }

        foreach (var reason in PromptCacheChecks.Reasons(a, b))
        {
            yield return $"{name} {reason}";
        }
    }

    /// <summary>Returns a warning for each run in which tasks were cut off: their durations and costs are missing.</summary>
    public static IEnumerable<string> CutOffWarnings(IReadOnlyList<RunSample> runs) =>
        runs.Where(run => run.CutOffTasks > 0)
            .Select(run =>
                $"{run.CutOffTasks:N0} tasks of {run.Facts.Id} were cut off when the run ended: they count as not solved, and their "
                + "latency and cost are missing (a longer load.grace lets them end)"
            );

    private static string Models(RunArchive run) =>
        string.Join(
            ", ",
            run.Facts.Endpoints.Select(endpoint => $"{endpoint.Name}: {endpoint.Model}").Distinct().Order(StringComparer.Ordinal)
        );

    /// <summary>Returns the workload without name, seed, salt, servers and SLOs.</summary>
    private static string NormalizedWorkload(RunArchive run)
    {
        var text = File.ReadAllText(Path.Combine(run.Folder, "workload.yaml"));
        var workload = WorkloadFile.Parse(text, "workload.yaml", WorkloadCatalogs.Inputs with { Environment = _ => null }).Workload;
        return workload is null
            ? text
            : WorkloadWriter.Write(
                workload with
                {
                    Name = "same",
                    Seed = 0,
                    Salt = Salt.Auto,
                    Slo = [],
                    Node = new NodeSettings(),
                    Endpoints = new Dictionary<string, EndpointGroup>(),
                },
                WorkloadCatalogs.Inputs
            );
    }
}
