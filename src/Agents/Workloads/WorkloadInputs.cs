using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads;

/// <summary>The inputs for reading a workload file: environment, command-line overrides, and the allowed names.</summary>
internal sealed record WorkloadInputs
{
    /// <summary>
    /// Inputs with all built-in strategies, problems and behavior profiles. Node profiles and faults are provided by the simulation.
    /// </summary>
    public static WorkloadInputs Default { get; } =
        new()
        {
            Problems = ProblemCatalog.All,
            Strategies = StrategyCatalog.All,
            DrivingProfiles = [.. BehaviourProfile.All.Select(p => p.Name)],
        };

    /// <summary>Returns the value of an environment variable; null if it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// True if other hosts make the calls and resolve API keys from their own environment: a key variable that is not set here is not an
    /// error.
    /// </summary>
    public bool HasRemoteApiKeys { get; init; }

    /// <summary>Overrides from the command line, applied in order before validation.</summary>
    public IReadOnlyList<WorkloadOverride> Set { get; init; } = [];

    /// <summary>Problems that groups can use.</summary>
    public IReadOnlyList<Entry<IProblemSource>> Problems { get; init; } = [];

    /// <summary>Strategies that groups can use.</summary>
    public IReadOnlyList<Entry<IStrategy>> Strategies { get; init; } = [];

    /// <summary>Behavior profiles for shaped driving; empty allows any name.</summary>
    public IReadOnlyList<string> DrivingProfiles { get; init; } = [];

    /// <summary>Performance profiles of the simulated node; empty allows any name.</summary>
    public IReadOnlyList<string> NodeProfiles { get; init; } = [];

    /// <summary>Base folder of paths in the file; <see cref="WorkloadFile.Load"/> sets it to the file's folder.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>Returns what is wrong with an agent type, or null. If not set, only the form is checked.</summary>
    public Func<UserType, string?>? AgentError { get; init; }

    /// <summary>Returns what is wrong with a chat client factory type, or null. If not set, only the form is checked.</summary>
    public Func<UserType, string?>? ChatClientError { get; init; }

    /// <summary>
    /// Returns what is wrong with a fault of the simulated node ("overload=0.01"), or null. If not set, only the form is checked.
    /// </summary>
    public Func<string, string?>? FaultError { get; init; }
}
