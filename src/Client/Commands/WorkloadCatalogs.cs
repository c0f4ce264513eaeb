using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.SemanticKernel;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands.Run;
using AgentLoad.Inference.ChatClient;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Commands;

/// <summary>Everything that a workload can name in this build.</summary>
internal static class WorkloadCatalogs
{
    /// <summary>Catalogues, without overrides.</summary>
    public static WorkloadInputs Inputs { get; } =
        new()
        {
            Problems = ProblemCatalog.All,
            Strategies = StrategyCatalog.All,
            DrivingProfiles = [.. BehaviourProfile.All.Select(profile => profile.Name)],
            NodeProfiles = [.. NodeProfiles.All.Select(profile => profile.Name)],
            FaultError = FaultError,
            AgentError = UserAgents.ErrorOf,
            ChatClientError = ChatClientAdapter.ErrorOf,
        };

    /// <summary>What <c>agentload run</c> does without a file.</summary>
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
