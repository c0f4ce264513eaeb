using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Silo.Clients;

namespace AgentLoad.Client.Commands.Doctor;

/// <summary>Checks whether the model servers of a workload can serve it.</summary>
internal static class ModelServerCheck
{
    /// <summary>Inspects every endpoint of the workload.</summary>
    public static async Task<IReadOnlyList<CheckResult>> CheckAsync(
        Workload workload,
        bool onCluster,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (workload.Endpoints.Count == 0)
        {
            return
            [
                new CheckResult(
                    "Endpoints",
                    !onCluster,
                    onCluster
                        ? "The workload defines no endpoint, so silos have no model server. Add one under 'endpoints', or start a "
                            + "simulated node with 'agentload node'."
                        : "The workload defines no endpoint: a run starts a simulated node."
                ),
            ];
        }

        var findings = new List<CheckResult>();
        var inspectable = workload
            .Endpoints.Where(e => e.Value.ApiKey is not { } key || key.Reveal() is not null)
            .ToDictionary(StringComparer.Ordinal);
        foreach (var (name, group) in workload.Endpoints.Where(e => !inspectable.ContainsKey(e.Key)))
        {
            findings.Add(
                new CheckResult(
                    "Endpoint",
                    false,
                    $"{name}: not checked because its API key {group.ApiKey} is not set in this environment. "
                        + "In a run, each silo uses its key."
                )
                {
                    IsWarning = true,
                }
            );
        }

        foreach (var (name, problems) in await Connections.InspectAsync(workload with { Endpoints = inspectable }, time, cancellationToken))
        {
            var group = workload.Endpoints[name];
            if (problems.Count == 0)
            {
                var addresses = group.Urls.Count == 1 ? group.Urls[0].GetLeftPart(UriPartial.Authority) : $"{group.Urls.Count} addresses";
                findings.Add(new CheckResult("Endpoint", true, $"{name}: {addresses} with {group.Model}"));
            }

            findings.AddRange(problems.Select(problem => new CheckResult("Endpoint", false, $"{name}: {problem}")));
            if (onCluster && group.Urls.Any(url => url.IsLoopback))
            {
                findings.Add(
                    new CheckResult(
                        "Endpoint",
                        false,
                        $"{name}: a loopback address means a different server on every machine. Use an address that all silos can reach, "
                            + "unless all silos run on this machine."
                    )
                    {
                        IsWarning = true,
                    }
                );
            }
        }

        return findings;
    }
}
