using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands.Run;
using AgentLoad.Inference.ChatClient;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Commands;

/// <summary>The strategies, problems, profiles and validators available to workloads.</summary>
internal static class WorkloadCatalogs
{
    /// <summary>Inputs for reading workloads, without overrides.</summary>
    public static WorkloadInputs Inputs { get; } =
        new()
        {
            Problems = ProblemCatalog.All,
            Strategies = StrategyCatalog.All,
            DrivingProfiles = [.. BehaviourProfile.All.Select(profile => profile.Name)],
            NodeProfiles = [.. NodeProfiles.All.Select(profile => profile.Name)],
            FaultError = FaultError,
            AgentError = UserAgentFactory.ErrorOf,
            ChatClientError = ChatClientAdapter.ErrorOf,
        };

    /// <summary>Returns the YAML of the default workload.</summary>
    public static string Default() => DefaultWorkload.Text;

    private static string? FaultError(string text)
    {
        try
        {
            FaultOptions.Parse([text]);
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }
}
