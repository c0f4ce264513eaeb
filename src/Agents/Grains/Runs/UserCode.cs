using System.Security.Cryptography;
using AgentLoad.Agents.SemanticKernel;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// Assemblies of the user's that a run needs. No code travels: each silo loads what lies on its own disk, at the path that the client's
/// workload names, and only where that is what the client has there.
/// </summary>
internal static class UserCode
{
    private const string Remedy =
        "Silos fetch no code: copy the folder of the assembly to the same path on every silo's machine, or into the silos' image.";

    /// <summary>The assemblies that a workload names, each with the SHA-256 of what is there now.</summary>
    public static IReadOnlyDictionary<string, string> In(Workload workload) =>
        NamedBy(workload)
            .Select(named => named.Assembly)
            .Distinct(StringComparer.Ordinal)
            .Where(File.Exists)
            .ToDictionary(path => path, Hash, StringComparer.Ordinal);

    /// <summary>Looks whether this silo has what the client has; nothing of the user's is run.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="expected">What the client has; null where it is too old to say.</param>
    /// <exception cref="EndpointException">An assembly or type is not there, or is another; the message says what to do.</exception>
    public static void Check(Workload workload, IReadOnlyDictionary<string, string>? expected)
    {
        foreach (var named in NamedBy(workload).Distinct())
        {
            if (!File.Exists(named.Assembly))
            {
                throw new EndpointException($"{named.Type} cannot run here: there is no assembly {named.Assembly}. {Remedy}");
            }

            if (expected?.GetValueOrDefault(named.Assembly) != Hash(named.Assembly))
            {
                throw new EndpointException(
                    $"{named.Type} cannot run here: {named.Assembly} is not the build that the client has. {Remedy}"
                );
            }
        }

        foreach (var agent in workload.Groups.Select(group => group.Agent?.Class).OfType<UserType>().Distinct())
        {
            if (UserAgents.ErrorOf(agent) is { } error)
            {
                throw new EndpointException($"{agent.Type} cannot run here: {error}");
            }
        }
    }

    private static IEnumerable<UserType> NamedBy(Workload workload) =>
        workload
            .Groups.Select(group => group.Agent?.Class)
            .Concat(workload.Endpoints.Values.Select(endpoint => endpoint.Client))
            .OfType<UserType>();

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
