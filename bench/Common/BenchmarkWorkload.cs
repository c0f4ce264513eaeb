using AgentLoad.Agents.Workloads;

namespace AgentLoad.Bench.Common;

/// <summary>Workloads of benchmarks.</summary>
internal static class BenchmarkWorkload
{
    /// <summary>Reads a workload.</summary>
    /// <param name="yaml">The workload file.</param>
    /// <exception cref="InvalidOperationException">The workload is not valid.</exception>
    public static Workload Read(string yaml)
    {
        var read = WorkloadFile.Parse(yaml, "bench", WorkloadInputs.Default);
        return read.Workload ?? throw new InvalidOperationException(string.Join(Environment.NewLine, read.Lines));
    }
}
