using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Client.Running;

/// <summary>
/// Lets the code that follows a socket read run on the thread that polls the sockets, instead of on a thread of the pool. This saves a
/// thread switch for each line of a reply, and the delay of the switch in the measured times. Code that blocks would stop all sockets, so
/// it is not used in a process that runs code of the user. docs/decisions/0025 has the measurements.
/// </summary>
internal static class InlineSockets
{
    /// <summary>Variable that .NET reads when the process opens its first socket; a value set by the user is kept.</summary>
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Enables it for this process. Has no effect after the first socket is open.</summary>
    public static void Enable()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }

    /// <summary>Enables it if no workload runs code of the user.</summary>
    public static void EnableFor(params IEnumerable<Workload> workloads)
    {
        if (!workloads.Any(RunsUserCode))
        {
            Enable();
        }
    }

    /// <summary>True if the workload has agents of the user, or a client of the user for a model server.</summary>
    internal static bool RunsUserCode(Workload workload) =>
        workload.Groups.Any(group => group.Agent is not null)
        || workload.Endpoints.Values.Any(endpoint => endpoint.Api == ModelApi.ChatClient);
}
