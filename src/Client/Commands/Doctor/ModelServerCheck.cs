using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Silo.Clients;

namespace AgentLoad.Client.Commands.Doctor;

/// <summary>Looks whether the model servers of a workload can serve it.</summary>
internal static class ModelServerCheck
{
    public static async Task<IReadOnlyList<CheckResult>> CheckAsync(
        Workload workload,
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
                    false,
                    "the workload names none: silos have no model server to ask. Name one under 'endpoints', or start a simulated one with 'agentload node'."
                ),
            ];
        }

        var findings = new List<CheckResult>();
        var asked = workload
            .Endpoints.Where(e => e.Value.ApiKey is not { } key || key.Reveal() is not null)
            .ToDictionary(StringComparer.Ordinal);
        foreach (var (name, group) in workload.Endpoints.Where(e => !asked.ContainsKey(e.Key)))
        {
            findings.Add(
                new CheckResult(
                    "Endpoint",
                    false,
                    $"{name}: not asked, as its key {group.ApiKey} is not in this environment. A run has each silo ask, with its own."
                )
                {
                    IsWarning = true,
                }
            );
        }

        foreach (var (name, problems) in await Connections.InspectAsync(workload with { Endpoints = asked }, time, cancellationToken))
        {
            var group = workload.Endpoints[name];
            if (problems.Count == 0)
            {
                var addresses = group.Urls.Count == 1 ? group.Urls[0].GetLeftPart(UriPartial.Authority) : $"{group.Urls.Count} addresses";
                findings.Add(new CheckResult("Endpoint", true, $"{name}: {addresses} with {group.Model}"));
            }

            findings.AddRange(problems.Select(problem => new CheckResult("Endpoint", false, $"{name}: {problem}")));
            if (group.Urls.Any(url => url.IsLoopback))
            {
                findings.Add(
                    new CheckResult(
                        "Endpoint",
                        false,
                        $"{name}: a loopback address is another server on every machine. Name an address that every silo reaches, unless all run here."
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
