using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads;

/// <summary>What a workload file is read with: the environment, overrides from the command line, and the names that it may use.</summary>
public sealed record WorkloadInputs
{
    /// <summary>With every strategy, problem and behaviour profile there is. Names of node profiles and faults are up to the simulation.</summary>
    public static WorkloadInputs Catalogued { get; } =
        new()
        {
            Problems = ProblemCatalog.All,
            Strategies = StrategyCatalog.All,
            DrivingProfiles = [.. BehaviourProfile.All.Select(p => p.Name)],
        };

    /// <summary>Value of an environment variable, or null where it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>True where others make the calls, with keys from their own environment: a key whose variable is not set here is no error.</summary>
    public bool KeysAreElsewhere { get; init; }

    /// <summary><c>--set</c> arguments, "path=value", applied in order before anything is validated.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Problems that groups may name.</summary>
    public IReadOnlyList<Entry<IProblemSource>> Problems { get; init; } = [];

    /// <summary>Strategies that groups may name.</summary>
    public IReadOnlyList<Entry<IStrategy>> Strategies { get; init; } = [];

    /// <summary>Behaviour profiles of shaped driving; empty allows any name.</summary>
    public IReadOnlyList<string> DrivingProfiles { get; init; } = [];

    /// <summary>Performance profiles of the simulated node; empty allows any name.</summary>
    public IReadOnlyList<string> NodeProfiles { get; init; } = [];

    /// <summary>Folder that paths in the file start from; <see cref="WorkloadFile.Load"/> sets it to the file's own.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>Says what is wrong with a type that is to be an agent, or null; without it only the form is checked.</summary>
    public Func<UserType, string?>? AgentError { get; init; }

    /// <summary>Says what is wrong with a type that is to make chat clients, or null; without it only the form is checked.</summary>
    public Func<UserType, string?>? ChatClientError { get; init; }

    /// <summary>Says what is wrong with a fault of the simulated node ("overload=0.01"), or null; without it only the form is checked.</summary>
    public Func<string, string?>? FaultError { get; init; }
}
