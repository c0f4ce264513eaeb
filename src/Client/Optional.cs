using System.CommandLine;
using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Inference.Endpoints;
#if AGENTLOAD_CLUSTER
using AgentLoad.Client.Cluster;
using AgentLoad.Silo.Clients;
#else
using AgentLoad.Client.Commands;
#endif

namespace AgentLoad.Client;

/// <summary>The parts whose packages not every NuGet feed has: what they add where they are built in, and what is said where they are not.</summary>
internal static class Optional
{
#if AGENTLOAD_CLUSTER
    /// <summary>Adds what is built in.</summary>
    public static void Register() => SemanticKernel.OptionalParts.Register();

    /// <summary>What is wrong with a type that is to be an agent; null for nothing.</summary>
    public static string? AgentError(UserType named) => SemanticKernel.OptionalParts.AgentError(named);

    /// <summary>What is wrong with a type that is to make chat clients; null for nothing.</summary>
    public static string? ChatClientError(UserType named) => SemanticKernel.OptionalParts.ChatClientError(named);

    /// <summary>Writes a project for an agent of the user's own.</summary>
    public static int WriteAgent(string folder) => Cluster.AgentTemplate.Write(folder);

    /// <summary>Commands for clusters and for the models of an Ollama server.</summary>
    public static IEnumerable<Command> Commands() =>
        [Cluster.Models.ModelsCommand.Create(), SiloCommand.Create(), ClusterCommand.Create(), AttachCommand.Create(), DoctorCommand.Create()];

    /// <summary>Agents of this process.</summary>
    public static async Task<IAgentHost> LocalHostAsync(
        HostChoice choice, Workload workload, Connections connections, TimeProvider timeProvider, IWorkObserver? observer, CancellationToken cancellationToken) =>
        choice.Host == HostChoice.Process
            ? new InProcess(workload, connections, timeProvider, observer)
            : await EmbeddedSilo.StartAsync(workload, connections, timeProvider, observer, cancellationToken).ConfigureAwait(false);

    /// <summary>Connects to a cluster and lets it go again: what is wrong is said before anything else is done.</summary>
    public static async Task CheckClusterAsync(HostChoice choice, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await using var link = await ClusterHosts.OpenAsync(choice, timeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Agents on a cluster.</summary>
    public static Task<IAgentHost> ClusterHostAsync(
        HostChoice choice, Workload workload, TimeProvider timeProvider, Action<string> say, CancellationToken cancellationToken) =>
        ClusterHosts.OrderAsync(choice, workload, timeProvider, say, cancellationToken);
#else
    private const string NotBuiltIn = "this build has no clusters, no Semantic Kernel and no OllamaSharp: the NuGet feeds lacked their packages";

    /// <summary>Adds nothing.</summary>
    public static void Register()
    {
    }

    /// <summary>What is missing.</summary>
    public static string? AgentError(UserType named) => NotBuiltIn;

    /// <summary>What is missing.</summary>
    public static string? ChatClientError(UserType named) => NotBuiltIn;

    /// <summary>Says what is missing.</summary>
    public static int WriteAgent(string folder) => throw Missing();

    /// <summary>The commands, which say why they do nothing.</summary>
    public static IEnumerable<Command> Commands() =>
        new[] { "models", "silo", "cluster", "attach", "doctor" }.Select(name =>
        {
            var command = new Command(name, $"Not in this build: {NotBuiltIn}.") { TreatUnmatchedTokensAsErrors = false };
            command.SetAction(static int (_) => throw Missing());
            return command;
        });

    /// <summary>Agents of this process.</summary>
    public static Task<IAgentHost> LocalHostAsync(
        HostChoice choice, Workload workload, Connections connections, TimeProvider timeProvider, IWorkObserver? observer, CancellationToken cancellationToken) =>
        choice.Host == HostChoice.Silo
            ? throw Missing()
            : Task.FromResult<IAgentHost>(new InProcess(workload, connections, timeProvider, observer));

    /// <summary>Says why there is no cluster.</summary>
    public static Task CheckClusterAsync(HostChoice choice, TimeProvider timeProvider, CancellationToken cancellationToken) => throw Missing();

    /// <summary>Says why there is no cluster.</summary>
    public static Task<IAgentHost> ClusterHostAsync(
        HostChoice choice, Workload workload, TimeProvider timeProvider, Action<string> say, CancellationToken cancellationToken) =>
        throw Missing();

    private static UserErrorException Missing() => new(char.ToUpperInvariant(NotBuiltIn[0]) + NotBuiltIn[1..] + ".", ExitCode.BadInput);
#endif
}
